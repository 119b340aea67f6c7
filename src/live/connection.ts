/** One connection of the pool: the streams that it carries, and the sessions that carry them. */
import {
  auditTime,
  catchError,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  map,
  merge,
  type Observable,
  race,
  repeat,
  startWith,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import type { RateLimiter } from '../clock/rate-limiter.js'
import type { Channel } from '../model/channel.js'
import { type MarketError, SubscribeRejectedError } from '../model/errors.js'
import type { EventOf, MarketEvent } from '../model/event.js'
import type { ConnectionStatus } from '../model/status.js'
import type { RawFrames } from '../streams/router.js'
import { SharedStreams } from '../streams/shared-streams.js'
import { Stream, type StreamConfig } from '../streams/stream.js'
import type { Reconnect } from './backoff.js'
import { reconnect$ } from './reconnect.js'
import { Session, type SessionSettings } from './session.js'
import type { StatusChange } from './status-change.js'

/** What all connections of a feed have in common. */
export interface ConnectionConfig<N> extends SessionSettings, StreamConfig<N> {
  readonly reconnect: Reconnect | false
  /** Keeps the attempts of all connections under the exchange's limit. */
  readonly connectLimiter: RateLimiter
  readonly frames: RawFrames
  readonly onStatus: (status: ConnectionStatus) => void
  readonly onError: (error: MarketError) => void
}

export class Connection<N> {
  readonly #id: number
  readonly #config: ConnectionConfig<N>
  /** The wanted set: every open stream. */
  readonly #streams: SharedStreams<MarketEvent<N>, Stream<N>>
  readonly #sessions = new Set<Session<N>>()
  #openSockets = 0

  readonly #wantedChanges$ = new Subject<void>()
  readonly #progress$ = new Subject<void>()
  readonly #socketReleased$ = new Subject<void>()
  readonly #stop$ = new Subject<void>()
  #status: StatusChange['type'] = 'closed'

  constructor(id: number, config: ConnectionConfig<N>) {
    this.#id = id
    this.#config = config
    this.#streams = new SharedStreams({
      onOpen: ({ name }) => {
        for (const session of this.#sessions) session.addWanted(name)
        this.#wantedChanges$.next()
      },
      onClose: ({ name }) => {
        for (const session of this.#sessions) session.removeWanted(name)
        this.#wantedChanges$.next()
      },
    })
    this.#lifecycle$().subscribe()
  }

  get streamCount(): number {
    return this.#streams.size
  }

  has(stream: string): boolean {
    return this.#streams.has(stream)
  }

  /** The events of one channel, shared by its subscribers. */
  stream$<C extends Channel>(name: string, channel: C): Observable<EventOf<C['kind'], N>> {
    const create = (): Stream<N> => new Stream(name, channel, this.#config)
    return this.#streams.stream$(name, create) as Observable<EventOf<C['kind'], N>>
  }

  /** Completes every stream, unsubscribes and closes. Emits once when no resources are left. */
  close$(): Observable<unknown> {
    const { scheduler, closeTimeout } = this.#config
    for (const { fanOut } of this.#streams.closeAll()) fanOut.complete()
    return race(this.#idle$(), timer(closeTimeout, scheduler)).pipe(
      take(1),
      tap(() => this.#stop$.next()),
      switchMap(() => this.#socketReleased$.pipe(startWith(undefined))),
      filter(() => this.#openSockets === 0),
      take(1),
    )
  }

  /** Whether nothing is wanted and no session has anything left to send or to wait for. */
  get #isIdle(): boolean {
    return this.#streams.size === 0 && [...this.#sessions].every(({ subscriptions }) => subscriptions.isIdle)
  }

  #idle$(): Observable<unknown> {
    return this.#progress$.pipe(
      startWith(undefined),
      filter(() => this.#isIdle),
    )
  }

  /**
   * Connected while anything is wanted, or left to send. Evaluated when a tick is over, so that unsubscribing and subscribing in
   * one tick send nothing.
   */
  #lifecycle$(): Observable<never> {
    return merge(this.#wantedChanges$, this.#progress$).pipe(
      auditTime(0, this.#config.scheduler),
      map(() => !this.#isIdle),
      distinctUntilChanged(),
      switchMap(isNeeded => (isNeeded ? this.#connected$() : EMPTY)),
      takeUntil(this.#stop$),
    )
  }

  #connected$(): Observable<never> {
    const { scheduler } = this.#config
    const failing$ = reconnect$({
      ...this.#config,
      onStatus: change => this.#setStatus(change),
      createSession: () => this.#createSession(),
    })
    return failing$.pipe(
      catchError((error: unknown) => {
        for (const { fanOut } of this.#streams.closeAll()) fanOut.error(error)
        return EMPTY
      }),
      // A subscriber that returns after a failure starts afresh.
      repeat({ delay: () => timer(0, scheduler).pipe(filter(() => this.#streams.size > 0)) }),
      finalize(() => {
        const isClosed = this.#status === 'failed' || this.#status === 'closed'
        if (!isClosed) this.#setStatus({ type: 'closed', code: 1000, reason: 'no longer needed' })
      }),
    )
  }

  #createSession(): Session<N> {
    const session: Session<N> = new Session({
      ...this.#config,
      streams: this.#streams,
      onStatus: change => this.#setStatus(change),
      onChange: () => this.#onProgress(),
      onRejected: (name, reason, detail) => this.#onRejected(name, reason, detail),
      onSocketCreated: () => this.#openSockets++,
      onSocketReleased: () => {
        this.#openSockets--
        this.#socketReleased$.next()
      },
      onEnded: () => {
        this.#sessions.delete(session)
        this.#progress$.next()
      },
    })
    this.#sessions.add(session)
    return session
  }

  #onRejected(name: string, reason: number, detail: string): void {
    const error = new SubscribeRejectedError(name, reason, detail)
    this.#config.onError(error)
    const stream = this.#streams.get(name)
    if (stream === undefined) return
    this.#streams.close(stream)
    stream.fanOut.error(error)
  }

  #onProgress(): void {
    const pending = Math.min(...[...this.#sessions].map(({ subscriptions }) => subscriptions.pendingCount))
    const streams = this.#streams.size
    if (pending > 0) {
      if (this.#status !== 'subscribing') this.#setStatus({ type: 'subscribing', pending })
    } else if (streams > 0 && this.#status !== 'live') this.#setStatus({ type: 'live', streams })
    this.#progress$.next()
  }

  #setStatus(change: StatusChange): void {
    this.#status = change.type
    this.#config.onStatus({ ...change, connection: this.#id, at: this.#config.scheduler.now() })
  }
}
