/** `rxmarket/simulator`: a Binance-compatible exchange in this process. */

// The exchange
export { createExchange } from './create-exchange.js'
export type { Exchange } from './exchange.js'
export type { ExchangeOptions } from './exchange-options.js'
export type { RestRequest } from './rest/rest.js'
export type { RestResponse } from './rest/response.js'
export { type Address, ListenError, type ListenOptions } from './server/server.js'
export type { Protocol } from './protocol.js'
export { binanceLimits, type Limits } from './limits.js'
export { defaultSymbols, type SymbolOptions } from './market/symbol-options.js'
export { type Activity, type MarketProfile, type Preset, presets } from './engine/market-profile.js'
export { InvalidOptionError } from '../validation/invalid-option-error.js'

// Faults
export type { BegunFault, ClearFault, Faults, Lift, StartedFault } from './faults/faults.js'
export type { Fault, FaultName, FaultOf, ScheduledFault, Trigger } from './faults/fault.js'
export type { Target } from './faults/active/target.js'
export { InvalidFaultError } from './faults/invalid-fault-error.js'
export { faultNames } from './faults/definitions/index.js'
export { randomFaults, type RandomFaultsOptions } from './faults/random-faults.js'
export { readFaults } from './faults/parse-faults.js'

// Traffic
export type { Connection } from './session/connection.js'
export type { Received, Sent } from './session/traffic-log.js'
export type { Violation } from './session/violation.js'

// Connections in memory
export type { MemoryCloseEvent, MemoryMessageEvent, MemorySocket } from './server/memory-socket.js'

// Recordings
export { CaptureError } from './playback/capture-error.js'
export type { RecordingSource } from './playback/load-recordings.js'
export type { Playback, PlaybackOptions } from './playback/playback.js'
