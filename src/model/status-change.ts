/** Status changes: statuses without the connection and the time that their emitter adds. */
import type { ConnectionStatus } from './status.js'

export type StatusChange = ConnectionStatus extends infer S
  ? S extends unknown
    ? Omit<S, 'connection' | 'at'>
    : never
  : never
