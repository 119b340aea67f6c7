/** The world of a simulation: one clock, an exchange, the wire to it and the market on it, all from one seed. */
import type { Observable } from 'rxjs'
import { binance, type BinanceOptions, type NumericBinanceOptions } from '../../binance.js'
import { createMarket } from '../../create-market.js'
import { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import type { Market } from '../../market.js'
import { InvalidOptionError } from '../../model/errors.js'
import {
  type BegunFault,
  createExchange,
  type Exchange,
  type ExchangeOptions,
} from '../../simulator/index.js'
import { createRandom, hash } from '../../simulator/random.js'
import { listedOnly } from './listed-only.js'
import { WireTap, type WireStep } from './wire-tap.js'

/** What a simulation decides by itself. */
type Given = 'connect' | 'scheduler' | 'url' | 'headers' | 'agent' | 'compression'

/** Settings of `simulate`; every one has a default. Those of `createExchange` (`symbols`, `latency`, `limits`, `faults` …) are the exchange's. */
export interface SimulationOptions extends Omit<ExchangeOptions, 'scheduler'> {
  /** Decides all that is left to chance: the market's path and the client's jitter. @default 1 */
  readonly seed?: number
  /** Virtual hours. @default 1 */
  readonly hours?: number
  /** The first moment, epoch milliseconds. @default 2026-01-05T00:00:00Z, a Monday */
  readonly start?: number
  /** Options of the market, as `binance` takes them. */
  readonly market?: Omit<BinanceOptions, Given>
}

/** {@link SimulationOptions} with a market that chooses what decimals become. */
export interface NumericSimulationOptions<N> extends Omit<SimulationOptions, 'market'> {
  readonly market: Omit<NumericBinanceOptions<N>, Given>
}

/** What a strategy may use beside its market: the world around it. */
export interface Simulation {
  /** The one clock. Not needed for RxJS's own operators, which run on it by themselves. */
  readonly scheduler: VirtualScheduler
  /** The other end: break it by hand with `exchange.faults`, ask what it saw. */
  readonly exchange: Exchange
  /** Uniform in [0, 1), from the seed. */
  readonly random: () => number
  /** What happens on the wire. Hot. */
  readonly wire$: Observable<WireStep>
}

const DEFAULT_START = Date.UTC(2026, 0, 5)
/** Far from where dates end and doubles lose the fractions of a millisecond. */
const MAX_START = Date.UTC(2100, 0)

export interface SimulationContext extends Simulation {
  readonly seed: number
  readonly hours: number
  readonly market: Market
  readonly wire: WireTap
  /** The faults that have begun so far. */
  readonly faults: readonly BegunFault[]
}

/** Sets up a world; throws what is wrong with its options. */
export function createSimulationContext(
  options: SimulationOptions | NumericSimulationOptions<number>,
): SimulationContext {
  check('options', options, typeof options === 'object' && options !== null, 'an object such as { seed: 7 }')
  const {
    seed = 1,
    hours = 1,
    start = DEFAULT_START,
    latency = 0,
    market: marketOptions = {},
    faults: schedule = [],
    ...exchangeOptions
  } = options
  check('seed', seed, Number.isFinite(seed), 'a number')
  check('hours', hours, Number.isFinite(hours) && hours > 0, 'a number above 0')
  check('latency', latency, Number.isFinite(latency) && latency >= 0, 'milliseconds from 0')
  const isStart = Number.isFinite(start) && start >= 0 && start <= MAX_START
  check('start', start, isStart, 'epoch milliseconds, up to the year 2100')

  const scheduler = new VirtualScheduler(start)
  const exchange = createExchange({ ...exchangeOptions, seed, latency, scheduler })
  const faults: BegunFault[] = []
  exchange.faults.begun$.subscribe(fault => faults.push(fault))
  exchange.faults.play(schedule)
  const wire = new WireTap(exchange, scheduler)
  const { reconnect } = marketOptions
  const unchecked = binance({
    ...marketOptions,
    ...(reconnect !== false && {
      reconnect: { random: createNamedRandom(seed, 'client'), ...(reconnect === true ? {} : reconnect) },
    }),
    url: 'ws://exchange.local',
    exchange,
    connect: wire.connect,
    scheduler,
  } as BinanceOptions)
  const market = createMarket(listedOnly(unchecked, exchangeOptions.symbols))
  return {
    seed,
    hours,
    scheduler,
    exchange,
    market,
    wire,
    faults,
    wire$: wire.steps$,
    random: createNamedRandom(seed, 'strategy'),
  }
}

/** Chance of its own for each who needs some, so that one who draws more does not change what the others get. */
function createNamedRandom(seed: number, who: string): () => number {
  const random = createRandom(hash(`${seed}:${who}`))
  return () => random.next()
}

function check(option: string, value: unknown, isRight: boolean, allowed: string): void {
  const got = typeof value === 'string' ? `'${value}'` : String(value)
  if (!isRight) throw new InvalidOptionError(option, `should be ${allowed}, got ${got}`)
}
