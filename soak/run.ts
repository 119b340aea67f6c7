/** One plan carried out: a market among subscribers and faults, with the judge looking on. */
import { Observable } from 'rxjs'
import type { Market } from '../src/index.js'
import {
  simulate,
  type Simulation,
  SimulationFailedError,
  type SimulationReport,
} from '../src/testing/index.js'
import { Judge } from './judge.js'
import { LawBroken } from './law.js'
import type { Plan } from './plan.js'
import { Traffic } from './traffic.js'

/** Puts something between the subscribers and the market, such as a defect. */
export type Tamper = (market: Market<unknown>, simulation: Simulation) => Market<unknown>

export interface Breach {
  /** Which law, in a word. */
  readonly law: string
  readonly message: string
  /** What happened last, oldest first. */
  readonly trace: readonly string[]
}

export interface Run {
  readonly breach: Breach | undefined
  /** Of a run without a breach. */
  readonly report: SimulationReport<unknown> | undefined
  /** What must be garbage when the run is over. */
  readonly market: WeakRef<object>
}

const START = Date.UTC(2026, 0, 5)

/** Carries out a plan. */
export async function run(plan: Plan, tamper: Tamper = market => market): Promise<Run> {
  const numeric = (text: string): unknown => (plan.numeric === 'text' ? text : Number(text))
  let world: { judge: Judge; traffic: Traffic; market: WeakRef<object> } | undefined

  const strategy$ = (given: Market<unknown>, simulation: Simulation): Observable<never> =>
    new Observable<never>(subscriber => {
      const { exchange, scheduler, wire$ } = simulation
      const market = tamper(given, simulation)
      const judge = new Judge({
        ...plan.market,
        decimal: numeric,
        exchange,
        latency: plan.latency,
        now: () => scheduler.now(),
        broken: breach => subscriber.error(breach),
      })
      const traffic = new Traffic(market, scheduler, judge, plan)
      world = { judge, traffic, market: new WeakRef(given) }

      // These hear the end of the market too, and so are not unsubscribed when the strategy is.
      market.connection$.subscribe({
        next: status => judge.status(status),
        complete: () => judge.livesCompleted(),
      })
      market.errors$.subscribe(error => judge.error(error))
      market.events$.subscribe(event => judge.anyEvent(event))
      wire$.subscribe(step => judge.step(step))
      exchange.commands$.subscribe(message => judge.received(message))
      exchange.sent$.subscribe(message => judge.sent(message))

      const at = (time: number, work: () => void): void =>
        subscriber.add(
          scheduler.schedule(() => {
            judge.settled()
            work()
          }, time),
        )
      for (const action of plan.traffic) at(action.at, () => traffic.act(action))
      at(plan.calmAt, () => {
        judge.calm()
        if (plan.ending === 'leave') traffic.leaveAll()
        if (plan.ending === 'close') traffic.close()
      })
      subscriber.add(() => traffic.leaveAll())
    })

  const verdict = (law: string, message: string): Run => ({
    breach: { law, message, trace: world?.judge.trace.lines(START) ?? [] },
    report: undefined,
    market: world?.market ?? new WeakRef({}),
  })
  try {
    const { symbols, latency, limits, faults, seed, hours } = plan
    const market = { ...plan.market, numeric }
    const report = simulate(
      { seed, hours, start: START, symbols, latency, limits, faults, market },
      strategy$,
    )
    world?.judge.over()
    const breach = world?.judge.breach
    if (breach !== undefined) return verdict(breach.law, breach.what)
    const { connections, timers } = report.left
    if (connections + timers > 0) {
      return verdict('leftovers', `${connections} connections and ${timers} timers were left behind`)
    }
    if (await isPending(world?.traffic.closed)) return verdict('leftovers', 'close() has not resolved')
    return { breach: undefined, report, market: world?.market ?? new WeakRef({}) }
  } catch (error) {
    if (!(error instanceof SimulationFailedError)) throw error
    const { cause } = error
    if (cause instanceof LawBroken) return verdict(cause.law, cause.what)
    return verdict('no surprises', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
  }
}

async function isPending(promise: Promise<void> | undefined): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending
}
