/** `rxmarket/simulator`: a Binance-compatible exchange in this process. */

// The exchange
export { createExchange, type Exchange, type ExchangeOptions } from './exchange.js'
export type { RestRequest } from './rest/rest.js'
export type { RestResponse } from './rest/response.js'
export { type Address, ListenError, type ListenOptions } from './server.js'
export { binanceLimits, type Limits } from './limits.js'
export { defaultSymbols, type SymbolOptions } from './listing.js'
export { type Activity, type Preset, presets } from './engine/activity.js'

// What can go wrong
export type { BegunFault, Faults, Lift } from './faults/faults.js'
export type { Fault, FaultName, FaultOf, ScheduledFault, Trigger } from './faults/fault.js'
export type { Target } from './faults/stage.js'
export { InvalidFaultError } from './faults/invalid-fault-error.js'
export { faultNames } from './faults/kinds.js'
export { randomFaults, type RandomFaultsOptions } from './faults/random-faults.js'
export { readFaults } from './faults/read-faults.js'

// What it saw
export type { Connection } from './connection.js'
export type { Received, Sent } from './journal.js'
export type { Violation } from './session.js'

// Connections in memory
export type { MemoryCloseEvent, MemoryMessageEvent, MemorySocket } from './memory-socket.js'

// Recordings
export { CaptureError } from './capture.js'
export type { Playback, PlaybackOptions } from './playback.js'
