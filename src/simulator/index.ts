/** `rxmarket/simulator`: a Binance-compatible exchange in this process. */

// The exchange
export { createExchange, type Exchange, type ExchangeOptions } from './exchange.js'
export type { RestResponse } from './rest.js'
export { type Address, ListenError, type ListenOptions } from './server.js'
export { binanceLimits, type Limits } from './limits.js'
export { defaultSymbols, type SymbolOptions } from './listing.js'

// What can go wrong
export type { Faults, Lift, Target } from './faults.js'

// What it saw
export type { Connection } from './connection.js'
export type { Received } from './journal.js'
export type { Violation } from './session.js'

// Connections in memory
export type { MemoryCloseEvent, MemoryMessageEvent, MemorySocket } from './memory-socket.js'

// Recordings
export { CaptureError } from './capture.js'
export type { Playback, PlaybackOptions } from './playback.js'
