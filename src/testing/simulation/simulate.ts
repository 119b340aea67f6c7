/** The whole system in virtual time: a strategy, the client it uses and the exchange it watches, in one process, from one seed. */
import type { Observable } from 'rxjs'
import { binance, type BinanceOptions, type NumericBinanceOptions } from '../../binance.js'
import { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import type { Market } from '../../market.js'
import type { MarketError } from '../../model/errors.js'
import type { ConnectionStatus } from '../../model/status.js'
import { createExchange, type Exchange, type ExchangeOptions } from '../../simulator/index.js'
import { createRandom, hash } from '../../simulator/random.js'
import type { At, SimulationReport } from './report.js'
import { withRxjsTime } from './rxjs-time.js'
import { SimulationFailedError } from './simulation-failed-error.js'
import { Wire, type WireStep } from './wire.js'

/** What a simulation decides by itself. */
type Given = 'connect' | 'scheduler' | 'url' | 'headers' | 'agent' | 'compression'

/** Settings of {@link simulate}; every one has a default. Those of `createExchange` (`symbols`, `latency`, `limits` …) are the exchange's. */
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
  readonly exchange: Exchange
  /** Uniform in [0, 1), from the seed. */
  readonly random: () => number
  /** What happens on the wire. Hot. */
  readonly wire$: Observable<WireStep>
}

const DEFAULT_START = Date.UTC(2026, 0, 5)
const SECOND = 1_000
const HOUR = 3_600_000
/** How long a connection may take to go: a link found dead is cut by the exchange a minute after a ping that nobody answered. */
const PATIENCE = 300_000

/**
 * Runs a strategy for some hours of virtual time on a market of its own, at an exchange of its own, and reports what happened.
 *
 * Client and exchange share one process and one clock and speak over a socket in memory, so an hour takes moments. Everything comes
 * from `seed`: the same call gives the same bytes at the same times and an equal report. RxJS's own clock is virtual too while the
 * strategy runs: `debounceTime(500)` needs no scheduler. The strategy is left when it completes or when time is up; then
 * the market is closed, and `left` says what did not go.
 *
 * Errors: when the strategy errors or anything throws, a {@link SimulationFailedError} (`SIMULATION_FAILED`), which tells the moment and
 * the call that repeats it. An error that is no failure is the strategy's to catch.
 *
 * Gotchas: promises, native timers and `Date.now()` stay real, as in `marbles`: what a strategy awaits comes too late. A busy market
 * takes time to simulate: lower `tradesPerSecond` and `quotesPerSecond` of `symbols` for long runs.
 *
 * ```ts
 * import { simulate } from 'rxmarket/testing'
 * import { filter, map, pairwise } from 'rxjs'
 *
 * const report = simulate({ seed: 7, hours: 0.1, symbols: ['BTCUSDT'] }, market =>
 *   market.miniTicker$('BTCUSDT').pipe(
 *     map(({ price }) => price),
 *     pairwise(),
 *     filter(([before, now]) => now < before * 0.9999),
 *   ),
 * )
 * console.log(`${report.signals.length} dips in ${report.counts.events} events`)
 * console.log(report.left) // { connections: 0, timers: 0 }
 * ```
 *
 * @param strategy$ is given the market, and the world around it for those who must know
 */
export function simulate<S>(
  options: SimulationOptions,
  strategy$: (market: Market, simulation: Simulation) => Observable<S>,
): SimulationReport<S>
export function simulate<S, N>(
  options: NumericSimulationOptions<N>,
  strategy$: (market: Market<N>, simulation: Simulation) => Observable<S>,
): SimulationReport<S>
export function simulate<S>(
  options: SimulationOptions | NumericSimulationOptions<number>,
  strategy$: (market: Market, simulation: Simulation) => Observable<S>,
): SimulationReport<S> {
  const { seed = 1, start = DEFAULT_START } = options
  const scheduler = new VirtualScheduler(start)
  return withRxjsTime(scheduler, () => {
    try {
      return run(options, scheduler, strategy$)
    } catch (cause) {
      throw new SimulationFailedError(seed, scheduler.now(), scheduler.now() - start, options, cause)
    }
  })
}

function run<S>(
  options: SimulationOptions | NumericSimulationOptions<number>,
  scheduler: VirtualScheduler,
  strategy$: (market: Market, simulation: Simulation) => Observable<S>,
): SimulationReport<S> {
  const { seed = 1, hours = 1, start: _start, market: marketOptions = {}, ...exchangeOptions } = options
  const start = scheduler.now()
  const exchange = createExchange({ ...exchangeOptions, seed, scheduler })
  const wire = new Wire(exchange, scheduler)
  const { reconnect } = marketOptions
  const market = binance({
    ...marketOptions,
    ...(reconnect !== false && { reconnect: { random: chance(seed, 'client'), ...reconnect } }),
    url: 'ws://exchange.local',
    connect: wire.connect,
    scheduler,
  } as BinanceOptions)

  const statuses: ConnectionStatus[] = []
  const errors: At<MarketError>[] = []
  let events = 0
  market.connection$.subscribe(status => statuses.push(status))
  market.errors$.subscribe(value => errors.push({ at: scheduler.now(), value }))
  market.events$.subscribe(() => events++)

  const signals: At<S>[] = []
  let completed = false
  const simulation = { scheduler, exchange, random: chance(seed, 'strategy'), wire$: wire.steps$ }
  const running = strategy$(market, simulation).subscribe({
    next: value => signals.push({ at: scheduler.now(), value }),
    error: (cause: unknown) =>
      // Thrown where the clock stands now, out of whatever subscribed whom.
      scheduler.schedule(() => {
        throw cause
      }),
    complete: () => (completed = true),
  })
  const until = start + hours * HOUR
  while (!completed && scheduler.now() < until) {
    scheduler.advanceTo(Math.min(until, scheduler.now() + SECOND))
  }
  const end = scheduler.now()

  running.unsubscribe()
  void market.close()
  scheduler.advanceBy(PATIENCE)
  const connections = exchange.connections.length
  void exchange.close()
  scheduler.advanceBy(PATIENCE)

  const reconnects = statuses.filter(({ type }) => type === 'reconnecting').length
  return {
    seed,
    start,
    end,
    signals,
    completed,
    statuses,
    errors,
    counts: { ...wire.counts, events, reconnects },
    digest: wire.digest,
    left: { connections, timers: scheduler.pending },
  }
}

/** Chance of its own for each who needs some, so that one who draws more does not change what the others get. */
function chance(seed: number, who: string): () => number {
  const random = createRandom(hash(`${seed}:${who}`))
  return () => random.next()
}
