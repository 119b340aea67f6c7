/** Options of `createExchange`: types, defaults and checks. */
import { asyncScheduler, type SchedulerLike } from 'rxjs'
import {
  check,
  checkBoolean,
  checkDuration,
  checkOneOf,
  checkOptions,
  isRecord,
} from '../validation/check.js'
import type { Preset } from './engine/market-profile.js'
import type { SymbolSpec } from './engine/symbol-spec.js'
import type { ScheduledFault } from './faults/fault.js'
import { type ParsedFault, parseFaults } from './faults/parse-faults.js'
import { createLimits, type Limits } from './limits.js'
import { presetOf } from './market/check-profile.js'
import { type Protocol, PROTOCOLS } from './protocol.js'
import { createSymbolSpecs, defaultSymbols, type SymbolOptions } from './market/symbol-options.js'

/** Options of `createExchange`; each has a default. */
export interface ExchangeOptions {
  /**
   * Random seed. The same seed, options and start time give the same bytes, whatever is subscribed.
   * @default 1
   */
  readonly seed?: number
  /**
   * The listed symbols; streams of any other symbol are silent, as at Binance.
   * @default BTCUSDT, ETHUSDT, BNBUSDT, SOLUSDT, XRPUSDT, ADAUSDT, DOGEUSDT, LINKUSDT
   */
  readonly symbols?: readonly (string | SymbolOptions)[]
  /**
   * The profile of the market, where a symbol does not set its own: one of `presets`. @default
   * usual
   */
  readonly preset?: Preset
  /** The clock of the exchange, for all its time. @default asyncScheduler */
  readonly scheduler?: SchedulerLike
  /** Latency of sockets in memory, each way, ms. @default 0 */
  readonly latency?: number
  /** Each limit that is given replaces Binance's. @default binanceLimits */
  readonly limits?: Partial<Limits>
  /**
   * The behaviour to follow where observation and documentation differ: see `Protocol`. @default
   * live
   */
  readonly protocol?: Protocol
  /**
   * Whether to serve retired names that clients still use: `/api/v1/…`, `!ticker@arr` and
   * `!miniTicker@arr@1000ms`.
   * @default false
   */
  readonly legacy?: boolean
  /**
   * A schedule of faults, from the creation of the exchange on; an invalid one throws
   * `InvalidFaultError`. @default none
   */
  readonly faults?: readonly ScheduledFault[]
}

const OPTIONS = [
  'seed',
  'symbols',
  'preset',
  'scheduler',
  'latency',
  'limits',
  'protocol',
  'legacy',
  'faults',
]

/** Options with every default, checked. */
export interface ResolvedOptions {
  readonly seed: number
  readonly specs: readonly SymbolSpec[]
  readonly scheduler: SchedulerLike
  readonly latency: number
  readonly limits: Limits
  readonly protocol: Protocol
  readonly legacy: boolean
  readonly schedule: readonly ParsedFault[]
}

/** Throws `INVALID_OPTION`, or `INVALID_FAULT` for an entry of the schedule of faults. */
export function resolveOptions(options: ExchangeOptions): ResolvedOptions {
  checkOptions('createExchange', options, OPTIONS)
  const given: ExchangeOptions = options
  const {
    seed = 1,
    symbols = defaultSymbols,
    preset = 'usual',
    scheduler = asyncScheduler,
    latency = 0,
    protocol = 'live',
    legacy = false,
    faults = [],
  } = given
  check('seed', seed, Number.isFinite(seed), 'a finite number')
  checkDuration('latency', latency, 0)
  check('scheduler', scheduler, isScheduler(scheduler), 'an RxJS scheduler, such as asyncScheduler')
  checkOneOf('protocol', protocol, PROTOCOLS)
  checkBoolean('legacy', legacy)
  check('faults', faults, Array.isArray(faults), 'a list such as readFaults returns')
  return {
    seed,
    specs: createSymbolSpecs(symbols, presetOf(preset)),
    scheduler,
    latency,
    limits: createLimits(given.limits),
    protocol,
    legacy,
    schedule: parseFaults(faults),
  }
}

function isScheduler(value: unknown): boolean {
  return isRecord(value) && typeof value['schedule'] === 'function' && typeof value['now'] === 'function'
}
