/** A status before its connection and its time are known. */
import type { ConnectionStatus } from '../model/status.js'

export type StatusChange = ConnectionStatus extends infer S
  ? S extends unknown
    ? Omit<S, 'connection' | 'at'>
    : never
  : never
