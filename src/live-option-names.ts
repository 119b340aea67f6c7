/** The names of the options of a live market, and what other clients call them. */
import type { LiveOptions, ReconnectOptions, RotationOptions } from './options.js'
import type { OptionHints } from './validation/check.js'

/** An object, so that an option that is missing here does not compile. */
const OPTIONS: Readonly<Record<keyof LiveOptions, true>> = {
  url: true,
  reconnect: true,
  rotation: true,
  mirror: true,
  heartbeatInterval: true,
  connectTimeout: true,
  commandTimeout: true,
  closeTimeout: true,
  linger: true,
  maxFrameBytes: true,
  compression: true,
  pool: true,
  timeUnit: true,
  numeric: true,
  compile: true,
  scheduler: true,
  headers: true,
  agent: true,
  connect: true,
  restUrl: true,
  request: true,
  exchange: true,
  checkSymbols: true,
  backfill: true,
  debug: true,
}
const RECONNECT_OPTIONS: Readonly<Record<keyof ReconnectOptions, true>> = {
  maxAttempts: true,
  initialDelay: true,
  maxDelay: true,
  factor: true,
  jitter: true,
  minUptime: true,
  random: true,
}
const ROTATION_OPTIONS: Readonly<Record<keyof RotationOptions, true>> = {
  after: true,
  hour: true,
  random: true,
}

export const OPTION_NAMES: readonly string[] = Object.keys(OPTIONS)
export const RECONNECT_NAMES: readonly string[] = Object.keys(RECONNECT_OPTIONS)
export const ROTATION_NAMES: readonly string[] = Object.keys(ROTATION_OPTIONS)

/** Names of options in other clients, the seed of this library among them. */
export const RECONNECT_HINTS: OptionHints = {
  maxReconnectAttempts: 'maxAttempts',
  retries: 'maxAttempts',
  reconnectDelay: 'initialDelay',
  maxReconnectDelay: 'maxDelay',
  backoffFactor: 'factor',
}
export const POOL_HINTS: OptionHints = {
  size: 'maxConnections',
  connections: 'maxConnections',
  mirror: 'mirror (an option of its own)',
}
export const OPTION_HINTS: OptionHints = {
  ...Object.fromEntries(ROTATION_NAMES.map(name => [name, `rotation.${name}`])),
  ...Object.fromEntries(RECONNECT_NAMES.map(name => [name, `reconnect.${name}`])),
  ...Object.fromEntries(Object.entries(RECONNECT_HINTS).map(([name, meant]) => [name, `reconnect.${meant}`])),
  maxConnections: 'pool.maxConnections',
  mirrors: 'mirror',
  urls: 'url',
  rotate: 'rotation',
  compressionLevel: 'compression.level',
  baseUrl: 'url',
  endpoint: 'url',
  apiUrl: 'restUrl',
  fetch: 'request',
}
