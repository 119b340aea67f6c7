/** Runs one scenario: a market with subscribers and faults, observed by the checker. */
import { Observable } from 'rxjs'
import type { DebugEntry, Market } from '../../src/index.js'
import {
  simulate,
  type Simulation,
  SimulationFailedError,
  type SimulationReport,
} from '../../src/testing/index.js'
import { Checker } from '../checker/checker.js'
import { EngineBooks } from '../checker/engine-books.js'
import { InvariantViolation } from '../checker/invariant.js'
import type { Scenario } from '../scenario/scenario.js'
import { Workload } from './workload.js'

/** Puts something between the subscribers and the market, such as a defect. */
export type Mutation = (market: Market<unknown>, simulation: Simulation) => Market<unknown>

export interface Violation {
  /** The name of the invariant. */
  readonly invariant: string
  readonly message: string
  /** The latest steps, oldest first. */
  readonly trace: readonly string[]
}

export interface Run {
  readonly violation: Violation | undefined
  /** Of a run without a violation. */
  readonly report: SimulationReport<unknown> | undefined
  /** Books that were live again in time, and late. */
  readonly recoveries: { readonly inTime: number; readonly late: number }
  /** Must be garbage when the run is over. */
  readonly market: WeakRef<object>
}

interface Context {
  readonly checker: Checker
  readonly workload: Workload
  readonly market: WeakRef<object>
}

const START = Date.UTC(2026, 0, 5)

export async function runScenario(scenario: Scenario, mutation: Mutation = market => market): Promise<Run> {
  const { symbols, latency, limits, faults, seed, hours } = scenario
  const numeric = (text: string): unknown => (scenario.numeric === 'string' ? text : Number(text))
  let context: Context | undefined
  const strategy$ = (market: Market<unknown>, simulation: Simulation): Observable<never> =>
    new Observable<never>(subscriber => {
      const engine = new EngineBooks(symbols, seed, START, numeric)
      simulation.exchange.faults.started$.subscribe(({ fault, at }) => {
        if (fault === 'restart') engine.restart(at)
      })
      const checker = new Checker({
        ...scenario.market,
        decimal: numeric,
        exchange: simulation.exchange,
        engine,
        latency,
        now: () => simulation.scheduler.monotonic(),
        clock: () => simulation.scheduler.now(),
        onViolation: violation => subscriber.error(violation),
      })
      const mutated = mutation(market, simulation)
      const workload = new Workload(mutated, simulation.scheduler, checker, scenario)
      context = { checker, workload, market: new WeakRef(market) }
      observe(mutated, simulation, checker)
      subscriber.add(schedule(scenario, simulation, context))
    })

  const failed = (invariant: string, message: string): Run => ({
    violation: { invariant, message, trace: context?.checker.trace.lines(START) ?? [] },
    report: undefined,
    recoveries: context?.checker.recoveries ?? { inTime: 0, late: 0 },
    market: context?.market ?? new WeakRef({}),
  })
  try {
    // Shows which connection opens a socket.
    const debug = (entry: DebugEntry): void => context?.checker.onDebug(entry)
    const market = { ...scenario.market, numeric, debug }
    const report = simulate(
      { seed, hours, start: START, symbols, latency, limits, faults, market },
      strategy$,
    )
    context?.checker.onClosed()
    const violation = context?.checker.violation
    if (violation !== undefined) return failed(violation.invariant, violation.what)
    const { connections, timers } = report.left
    if (connections + timers > 0)
      return failed('leaks', `${connections} connections and ${timers} timers leak`)
    if (await isPending(context?.workload.closed)) return failed('leaks', 'close() has not resolved')
    return {
      violation: undefined,
      report,
      recoveries: context?.checker.recoveries ?? { inTime: 0, late: 0 },
      market: context?.market ?? new WeakRef({}),
    }
  } catch (error) {
    // simulate reports every failure of a run so; other errors are defects of the soak itself.
    if (!(error instanceof SimulationFailedError)) throw error
    const { cause } = error
    if (cause instanceof InvariantViolation) return failed(cause.invariant, cause.what)
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    return failed('unexpected errors', message)
  }
}

/** Passes on what the market, the wire and the exchange do, until the market has closed. */
function observe(market: Market<unknown>, { exchange, wire$, rest$ }: Simulation, checker: Checker): void {
  // Not unsubscribed with the strategy: the end of the market is observed too.
  market.connection$.subscribe({
    next: status => checker.onStatus(status),
    complete: () => checker.onStatusesComplete(),
  })
  market.errors$.subscribe(error => checker.onError(error))
  market.events$.subscribe(event => checker.onMarketEvent(event))
  market.gaps$.subscribe(gap => checker.onMarketGap(gap))
  wire$.subscribe(step => checker.onWireStep(step))
  rest$.subscribe(step => checker.onRestStep(step))
  exchange.commands$.subscribe(message => checker.onReceived(message))
  exchange.sent$.subscribe(message => checker.onSent(message))
}

/** Schedules the scenario's actions. Returns what ends them. */
function schedule(
  { workload: actions, disruptions, settledAt, ending }: Scenario,
  { scheduler, setBinary }: Simulation,
  { checker, workload }: Context,
): () => void {
  const at = (time: number, work: () => void) =>
    scheduler.schedule(() => {
      checker.onIdle()
      work()
    }, time)
  const scheduled = [
    ...actions.map(action => at(action.at, () => workload.perform(action))),
    ...disruptions.map(disruption =>
      at(disruption.at, () => {
        if ('stall' in disruption) {
          checker.onStall(disruption.stall)
          scheduler.stall(disruption.stall)
        } else if ('binary' in disruption) {
          setBinary(disruption.binary)
        } else {
          checker.onClockStep(disruption.clockStep)
          scheduler.stepClock(disruption.clockStep)
        }
      }),
    ),
    at(settledAt, () => {
      checker.onQuiescent()
      if (ending === 'unsubscribe') workload.unsubscribeAll()
      if (ending === 'close') workload.close()
    }),
  ]
  return () => {
    for (const action of scheduled) action.unsubscribe()
    workload.unsubscribeAll()
  }
}

async function isPending(promise: Promise<void> | undefined): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending
}
