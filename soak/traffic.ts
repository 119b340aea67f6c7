/** Subscribers who come and go as a plan says, each told to the judge. */
import { Subscription } from 'rxjs'
import type { ConnectionStatus, Market } from '../src/index.js'
import type { VirtualScheduler } from '../src/testing/index.js'
import type { Judge } from './judge.js'
import type { Action, Plan } from './plan.js'
import { ask$, type Request, streamsOf } from './request.js'
import type { Subscriber } from './scene.js'

type Join = Extract<Action, { do: 'join' }>

/** How often somebody who hears errors asks again: a market that fails at once is not asked without end. */
const PATIENCE = 12

export class Traffic {
  readonly #market: Market<unknown>
  readonly #scheduler: VirtualScheduler
  readonly #judge: Judge
  /** There is but one connection, so that every stream comes over it. */
  readonly #isSingle: boolean
  /** Who is there, with what ends his part; also while he waits to ask again. */
  readonly #present = new Map<string, () => void>()
  /** Resolves when the market has closed. */
  closed: Promise<void> | undefined

  constructor(market: Market<unknown>, scheduler: VirtualScheduler, judge: Judge, { market: client }: Plan) {
    this.#isSingle = client.pool.maxConnections === 1
    this.#market = market
    this.#scheduler = scheduler
    this.#judge = judge
  }

  act(action: Action): void {
    this.#look()
    if (action.do === 'join') this.#join(action, PATIENCE)
    else if (action.do === 'close') this.close()
    else for (const name of [action.name, more(action.name)]) this.#present.get(name)?.()
  }

  leaveAll(): void {
    for (const leave of [...this.#present.values()]) leave()
  }

  close(): void {
    this.#judge.closing()
    this.closed = this.#market.close()
    // Nobody is left by the time that this is over.
    this.#judge.settled()
  }

  /** Asks, for no longer than a moment, how the connections are. */
  #look(): void {
    const statuses: ConnectionStatus[] = []
    this.#market.connection$.subscribe(status => statuses.push(status)).unsubscribe()
    this.#judge.present(statuses)
  }

  #join(join: Join, patience: number): void {
    const { name, leaveAt, then, again } = join
    const subscriber = this.#subscriberOf(name, join.request)
    const subscription = new Subscription()
    this.#present.set(name, () => {
      this.#present.delete(name)
      if (subscriber.alive) this.#judge.leaving(subscriber)
      subscriber.alive = false
      subscription.unsubscribe()
    })
    const end = (error: unknown): void => {
      subscriber.alive = false
      this.#present.delete(name)
      this.#judge.ended(subscriber, error)
      if (error === undefined || again === undefined || patience === 0) return
      if (again === 0) return this.#join(join, patience - 1)
      const waiting = this.#scheduler.schedule(() => {
        this.#judge.settled()
        this.#join(join, patience - 1)
      }, again)
      this.#present.set(name, () => {
        this.#present.delete(name)
        waiting.unsubscribe()
      })
    }
    let events = 0
    this.#judge.joining(subscriber)
    subscription.add(
      ask$(this.#market, join.request).subscribe({
        next: event => {
          this.#judge.event(subscriber, event)
          if (!subscriber.alive) return
          events++
          if (events === 1 && then !== undefined && !this.#present.has(more(name))) {
            this.#join({ at: join.at, do: 'join', name: more(name), request: then }, 0)
          }
          if (events === leaveAt) this.#present.get(name)?.()
        },
        error: end,
        complete: () => end(undefined),
      }),
    )
  }

  #subscriberOf(name: string, request: Request): Subscriber {
    const streams = new Set(streamsOf(request))
    const connection = request.connection ?? (this.#isSingle ? 0 : undefined)
    return {
      name,
      streams,
      over: new Map(
        connection === undefined ? [] : [...streams].map(stream => [stream, connection] as const),
      ),
      alive: true,
    }
  }
}

/** The name of one who joined within the handler of another. */
const more = (name: string): string => `${name}+`
