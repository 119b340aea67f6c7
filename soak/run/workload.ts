/**
 * Subscribes and unsubscribes as a scenario specifies, and passes what its subscribers receive to
 * the checker.
 */
import { Subscription } from 'rxjs'
import type { ConnectionStatus, Market } from '../../src/index.js'
import type { VirtualScheduler } from '../../src/testing/index.js'
import type { Checker } from '../checker/checker.js'
import type { Subscriber } from '../checker/subscriber.js'
import { completionOf, type Request, request$ } from '../scenario/request.js'
import type { Action, ClientOptions, Scenario } from '../scenario/scenario.js'
import { streamsOf } from '../scenario/stream-names.js'

type SubscribeAction = Extract<Action, { do: 'subscribe' }>

/** A market that fails at once is not resubscribed forever. */
const MAX_RESUBSCRIBES = 12

export class Workload {
  readonly #market: Market<unknown>
  readonly #scheduler: VirtualScheduler
  readonly #checker: Checker
  /** There is one connection, which delivers every stream. */
  readonly #isSingle: boolean
  readonly #client: ClientOptions
  /** Ends each subscriber by its name, also one that waits to resubscribe. */
  readonly #active = new Map<string, () => void>()
  /** Resolves when the market has closed. */
  closed: Promise<void> | undefined

  constructor(
    market: Market<unknown>,
    scheduler: VirtualScheduler,
    checker: Checker,
    { market: client }: Scenario,
  ) {
    this.#client = client
    this.#isSingle = client.pool.maxConnections === 1
    this.#market = market
    this.#scheduler = scheduler
    this.#checker = checker
  }

  perform(action: Action): void {
    this.#checkReplay()
    if (action.do === 'subscribe') this.#subscribe(action, MAX_RESUBSCRIBES)
    else if (action.do === 'close') this.close()
    else for (const name of [action.name, nestedName(action.name)]) this.#active.get(name)?.()
  }

  unsubscribeAll(): void {
    for (const unsubscribe of [...this.#active.values()]) unsubscribe()
  }

  close(): void {
    this.#checker.onClosing()
    this.closed = this.#market.close()
    // Every subscriber has completed by now.
    this.#checker.onIdle()
  }

  /** Passes on what `connection$` replays to a new subscriber. */
  #checkReplay(): void {
    const statuses: ConnectionStatus[] = []
    this.#market.connection$.subscribe(status => statuses.push(status)).unsubscribe()
    this.#checker.onReplayedStatuses(statuses)
  }

  #subscribe(action: SubscribeAction, resubscribes: number): void {
    const { name, unsubscribeAt, nested } = action
    const subscriber = this.#createSubscriber(name, action.request)
    const subscription = new Subscription()
    this.#active.set(name, () => {
      this.#active.delete(name)
      const wasAlive = subscriber.alive
      if (wasAlive) this.#checker.onUnsubscribe(subscriber)
      subscriber.alive = false
      subscription.unsubscribe()
      if (wasAlive) this.#checker.onUnsubscribed(subscriber)
    })
    const terminate = (error: unknown): void => {
      subscriber.alive = false
      this.#active.delete(name)
      this.#checker.onTerminate(subscriber, error)
      if (error !== undefined) this.#resubscribe(action, resubscribes)
    }
    let events = 0
    this.#checker.onSubscribe(subscriber)
    subscription.add(
      request$(this.#market, action.request).subscribe({
        next: event => {
          this.#checker.onItem(subscriber, event)
          if (!subscriber.alive || event.type === 'gap') return
          events++
          if (events === 1 && nested !== undefined && !this.#active.has(nestedName(name))) {
            this.#subscribe({ at: action.at, do: 'subscribe', name: nestedName(name), request: nested }, 0)
          }
          if (events === unsubscribeAt) this.#active.get(name)?.()
        },
        error: terminate,
        complete: () => terminate(undefined),
      }),
    )
  }

  #resubscribe(action: SubscribeAction, resubscribes: number): void {
    const { name, resubscribeAfter } = action
    if (resubscribeAfter === undefined || resubscribes === 0) return
    if (resubscribeAfter === 0) return this.#subscribe(action, resubscribes - 1)
    const waiting = this.#scheduler.schedule(() => {
      this.#checker.onIdle()
      this.#subscribe(action, resubscribes - 1)
    }, resubscribeAfter)
    this.#active.set(name, () => {
      this.#active.delete(name)
      waiting.unsubscribe()
    })
  }

  #createSubscriber(name: string, request: Request): Subscriber {
    const streams = new Set(streamsOf(request))
    const connection = request.connection ?? (this.#isSingle ? 0 : undefined)
    const connections =
      connection === undefined ? [] : [...streams].map(stream => [stream, connection] as const)
    const completion = completionOf(request, this.#client)
    return {
      name,
      streams,
      connections: new Map(connections),
      alive: true,
      receivesGaps: request.gaps === true,
      isBook: request.kind === 'book',
      ...(completion !== undefined && { completion }),
    }
  }
}

/** The name of the subscriber that subscribes within a handler of `name`. */
const nestedName = (name: string): string => `${name}+`
