/** Runs a strategy, its client and an exchange in virtual time, from one seed. */
import type { Observable } from 'rxjs'
import type { Market } from '../../market.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import type { MarketError } from '../../validation/market-error.js'
import type { ConnectionStatus } from '../../model/status.js'
import type { At, SimulationReport } from './report.js'
import { withRxjsTime } from './rxjs-time.js'
import { SimulationFailedError } from './simulation-failed-error.js'
import {
  createSimulationContext,
  type NumericSimulationOptions,
  type Simulation,
  type SimulationOptions,
  type SimulationContext,
} from './context.js'

const SECOND = 1_000
const HOUR = 3_600_000
/**
 * The maximum time for a connection to close: the exchange closes a dead one a minute after an
 * unanswered ping.
 */
const CLOSE_TIMEOUT = 300_000

/**
 * Runs a strategy for hours of virtual time, on a market and an exchange created for it, and
 * returns a report.
 *
 * Client and exchange share one process and are connected by a socket in memory, so an hour takes
 * seconds. Everything follows from `seed`: the same call gives the same bytes at the same times and
 * an equal report. Faults are scheduled in `faults`, by hand or by `randomFaults` of
 * `rxmarket/simulator`. RxJS's own clock is virtual too while the strategy runs:
 * `debounceTime(500)` needs no scheduler. When the strategy completes or time is up, it is
 * unsubscribed and the market is closed; `left` counts what leaks.
 *
 * Errors: a wrong option throws what `binance` and `createExchange` throw (`INVALID_OPTION`,
 * `INVALID_FAULT`). A symbol that the exchange does not list errors with `INVALID_CHANNEL`, which
 * names the listed symbols. When the strategy errors, or anything throws,
 * {@link SimulationFailedError} (`SIMULATION_FAILED`) has the time and the call that repeats it. A
 * strategy must catch an error that is no failure, such as `RECONNECT_FAILED` of a market with
 * `maxAttempts`.
 *
 * Gotchas: promises, native timers and `Date.now()` stay real, as in `marbles`: what a strategy
 * awaits comes too late. `at` and `every` of a fault count from `start`, which is a full hour: with
 * `every: 60_000` each fault coincides with the close of a kline. A busy market takes time to
 * simulate: reduce `tradesPerSecond` and `quotesPerSecond` of `symbols` for long runs. Call a
 * strategy that has parameters in an arrow function: `market => pressure$(market, 'BTCUSDT')`.
 *
 * ```ts
 * import { simulate } from 'rxmarket/testing'
 * import { filter, map, pairwise } from 'rxjs'
 *
 * const report = simulate(
 *   {
 *     seed: 7,
 *     hours: 0.2,
 *     symbols: ['BTCUSDT'],
 *     faults: [{ every: 120_000, fault: 'drop', code: 1011 }],
 *   },
 *   market =>
 *     market.miniTicker$('BTCUSDT').pipe(
 *       map(({ price }) => price),
 *       pairwise(),
 *       filter(([before, now]) => now < before * 0.9999),
 *     ),
 * )
 * console.log(`${report.signals.length} dips in ${report.counts.events} prices`)
 * console.log(report.faults.length, report.counts.reconnects) // 6 6
 * console.log(report.left) // { connections: 0, timers: 0 }
 * ```
 *
 * @param strategy$ receives the market, and the simulation around it
 */
export function simulate<S, N = number>(
  options: NumericSimulationOptions<N>,
  strategy$: (market: Market<N>, simulation: Simulation) => Observable<S>,
): SimulationReport<S>
// TypeScript names the last overload when none matches.
/** Simulates a strategy on a market with decimals as numbers. */
export function simulate<S>(
  options: SimulationOptions,
  strategy$: (market: Market, simulation: Simulation) => Observable<S>,
): SimulationReport<S>
export function simulate<S>(
  options: SimulationOptions | NumericSimulationOptions<number>,
  strategy$: (market: Market, simulation: Simulation) => Observable<S>,
): SimulationReport<S> {
  if (typeof strategy$ !== 'function') {
    throw new InvalidOptionError(
      'strategy$',
      `should be a function from a market to an observable, after the options, got ${typeof strategy$}`,
    )
  }
  const context = createSimulationContext(options)
  const { scheduler, seed, faults } = context
  const start = scheduler.now()
  return withRxjsTime(scheduler, () => {
    try {
      return run(context, strategy$)
    } catch (cause) {
      // On the exchange's clock, as the times of faults are.
      const now = scheduler.peer.now()
      throw new SimulationFailedError(seed, now, now - start, faults.at(-1), options, cause)
    }
  })
}

function run<S>(
  context: SimulationContext,
  strategy$: (market: Market, simulation: Simulation) => Observable<S>,
): SimulationReport<S> {
  const { seed, hours, scheduler, exchange, random, market, wire, wire$, rest$, setBinary } = context
  const start = scheduler.now()
  const statuses: ConnectionStatus[] = []
  const errors: At<MarketError>[] = []
  let events = 0
  market.connection$.subscribe(status => statuses.push(status))
  market.errors$.subscribe(value => errors.push({ at: scheduler.now(), value }))
  market.events$.subscribe(() => events++)

  const signals: At<S>[] = []
  let completed = false
  const signals$ = strategy$(market, { scheduler, exchange, random, wire$, rest$, setBinary })
  assertObservable(signals$)
  const running = signals$.subscribe({
    next: value => signals.push({ at: scheduler.now(), value }),
    error: (cause: unknown) =>
      // Thrown at this time, outside the call stack of the subscriber.
      scheduler.schedule(() => {
        throw cause
      }),
    complete: () => (completed = true),
  })
  // Measured on the monotonic clock: the strategy may step the other.
  const until = scheduler.monotonic() + hours * HOUR
  while (!completed && scheduler.monotonic() < until) {
    scheduler.advanceBy(Math.min(until - scheduler.monotonic(), SECOND))
  }
  const end = scheduler.now()
  const faults = [...context.faults]

  running.unsubscribe()
  void market.close()
  scheduler.advanceBy(CLOSE_TIMEOUT)
  const connections = exchange.connections.length
  void exchange.close()
  scheduler.advanceBy(CLOSE_TIMEOUT)

  const reconnects = statuses.filter(({ type }) => type === 'reconnecting').length
  return {
    seed,
    start,
    end,
    signals,
    completed,
    statuses,
    errors,
    faults,
    counts: { ...wire.counts, events, reconnects },
    digest: wire.digest,
    left: { connections, timers: scheduler.pending },
  }
}

/** Throws when the strategy does not return an observable, as may happen in JavaScript. */
function assertObservable(returned: unknown): void {
  const { subscribe, then } = Object(returned) as Record<'subscribe' | 'then', unknown>
  if (typeof subscribe === 'function') return
  const what =
    typeof then === 'function' ? 'a promise, which virtual time does not wait for' : typeof returned
  throw new TypeError(`the strategy returned ${what}: let it return an observable`)
}
