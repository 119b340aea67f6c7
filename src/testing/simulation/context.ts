/**
 * Sets up a simulation: a scheduler, an exchange, the wire to it and a market, all from one seed.
 */
import type { Observable } from 'rxjs'
import { binance, type BinanceOptions, type NumericBinanceOptions } from '../../binance.js'
import { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import type { Market } from '../../market.js'
import {
  type BegunFault,
  createExchange,
  type Exchange,
  type ExchangeOptions,
} from '../../simulator/index.js'
import { createRandom, hash } from '../../simulator/random.js'
import { check, checkNumber, checkOptions, checkPositive } from '../../validation/check.js'
import { listedOnly } from './listed-only.js'
import { RestTap, type RestStep } from './rest-tap.js'
import { WireTap, type WireStep } from './wire-tap.js'

/** The options of a simulation that it sets itself. */
type Given = 'connect' | 'scheduler' | 'headers' | 'agent' | 'compression'

/**
 * Settings of `simulate`; every one has a default. Those of `createExchange` (`symbols`, `latency`,
 * `limits`, `faults` …) are the exchange's.
 */
export interface SimulationOptions extends Omit<ExchangeOptions, 'scheduler'> {
  /** Random seed of the market and of the client's jitter. @default 1 */
  readonly seed?: number
  /** Virtual hours. @default 1 */
  readonly hours?: number
  /** Start time, epoch milliseconds. @default 2026-01-05T00:00:00Z, a Monday */
  readonly start?: number
  /** Options of the market, as `binance` takes them. Every `url` leads to the exchange. */
  readonly market?: Omit<BinanceOptions, Given>
}

/** {@link SimulationOptions} with a market that chooses what decimals become. */
export interface NumericSimulationOptions<N> extends Omit<SimulationOptions, 'market'> {
  readonly market: Omit<NumericBinanceOptions<N>, Given>
}

/** The second argument of a strategy: its scheduler, exchange, random numbers and wire. */
export interface Simulation {
  /**
   * The scheduler of the client; RxJS's own operators run on it by default. Its clock can be
   * stepped (`stepClock`) and its timers made late (`stall`); the exchange, another machine on the
   * same timeline, is not affected.
   */
  readonly scheduler: VirtualScheduler
  /**
   * The exchange: `exchange.faults` starts faults, `exchange.received` has the messages that it
   * received.
   */
  readonly exchange: Exchange
  /** Random numbers, uniform in [0, 1), from the seed. */
  readonly random: () => number
  /** The messages and closes on the wire. Hot. */
  readonly wire$: Observable<WireStep>
  /** The market's REST requests and their responses. Hot. */
  readonly rest$: Observable<RestStep>
  /** Lets frames arrive as bytes from now on, as binary messages do, or as text again. */
  readonly setBinary: (isBinary: boolean) => void
}

const DEFAULT_START = Date.UTC(2026, 0, 5)
/** Far from where dates end and doubles lose the fractions of a millisecond. */
const MAX_START = Date.UTC(2100, 0)

const OPTIONS = [
  'seed',
  'hours',
  'start',
  'market',
  'symbols',
  'preset',
  'latency',
  'limits',
  'protocol',
  'legacy',
  'faults',
]

export interface SimulationContext extends Simulation {
  readonly seed: number
  readonly hours: number
  readonly market: Market
  readonly wire: WireTap
  /** The faults that have started so far. */
  readonly faults: readonly BegunFault[]
}

/** Throws `INVALID_OPTION` or `INVALID_FAULT`. */
export function createSimulationContext(
  options: SimulationOptions | NumericSimulationOptions<number>,
): SimulationContext {
  checkOptions('simulate', options, OPTIONS)
  const given: SimulationOptions | NumericSimulationOptions<number> = options
  const {
    seed = 1,
    hours = 1,
    start = DEFAULT_START,
    latency = 0,
    market: marketOptions = {},
    faults: schedule = [],
    ...exchangeOptions
  } = given
  check('seed', seed, Number.isFinite(seed), 'a finite number')
  checkPositive('hours', hours)
  checkNumber('latency', latency, 0)
  checkNumber('start', start, 0, MAX_START)

  const scheduler = new VirtualScheduler(start)
  const exchange = createExchange({ ...exchangeOptions, seed, latency, scheduler: scheduler.peer })
  const faults: BegunFault[] = []
  exchange.faults.begun$.subscribe(fault => faults.push(fault))
  exchange.faults.play(schedule)
  const wire = new WireTap(exchange, scheduler)
  const rest = new RestTap(exchange, scheduler)
  const { reconnect, rotation } = marketOptions
  const unchecked = binance({
    url: 'ws://exchange.local',
    ...marketOptions,
    ...(reconnect !== false && {
      reconnect: { random: createNamedRandom(seed, 'client'), ...(reconnect === true ? {} : reconnect) },
    }),
    // Otherwise that of `reconnect`.
    ...(reconnect === false &&
      rotation !== false && {
        rotation: { random: createNamedRandom(seed, 'client'), ...(rotation === true ? {} : rotation) },
      }),
    exchange: { connect: wire.connect, request$: rest.request$, scheduler },
    scheduler,
  } as BinanceOptions)
  const market = listedOnly(unchecked, exchangeOptions.symbols)
  return {
    seed,
    hours,
    scheduler,
    exchange,
    market,
    wire,
    faults,
    wire$: wire.steps$,
    rest$: rest.steps$,
    setBinary: isBinary => void (wire.isBinary = isBinary),
    random: createNamedRandom(seed, 'strategy'),
  }
}

/** A sequence for each name, so that none depends on how many numbers another takes. */
function createNamedRandom(seed: number, name: string): () => number {
  const random = createRandom(hash(`${seed}:${name}`))
  return () => random.next()
}
