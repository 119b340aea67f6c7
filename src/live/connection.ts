/** One connection of the pool: the streams that it carries, and the sessions that carry them. */
import {
  auditTime,
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  map,
  merge,
  type Observable,
  of,
  repeat,
  skip,
  startWith,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import { idleTimer$ } from '../clock/idle-timer.js'
import type { RateLimiter } from '../clock/rate-limiter.js'
import type { Channel } from '../model/channel.js'
import { SubscribeRejectedError } from '../model/errors/channel-errors.js'
import type { MarketError } from '../validation/market-error.js'
import type { EventOf, MarketEvent } from '../model/event.js'
import type { ConnectionStatus } from '../model/status.js'
import type { ReconnectSettings } from '../live-settings.js'
import type { RouterOutputs } from '../streams/router.js'
import { SharedStreams } from '../streams/shared-streams.js'
import { Stream, type StreamConfig } from '../streams/stream.js'
import { reconnect$ } from './reconnect.js'
import { RestartDelay } from './restart-delay.js'
import { Session, type SessionSettings } from './session.js'
import type { StatusChange } from '../model/status-change.js'

/** Settings shared by all connections of a feed. Times are milliseconds. */
export interface ConnectionConfig<N> extends SessionSettings, StreamConfig<N>, RouterOutputs {
  readonly reconnect: ReconnectSettings | false
  /** The time for which a connection stays open after its last unsubscribe. */
  readonly linger: number
  /** Keeps the attempts of all connections under the exchange's limit. */
  readonly connectLimiter: RateLimiter
  readonly onStatus: (status: ConnectionStatus) => void
  readonly onError: (error: MarketError) => void
}

export class Connection<N> {
  readonly #id: number
  readonly #config: ConnectionConfig<N>
  /** The wanted set: every open stream. */
  readonly #streams: SharedStreams<MarketEvent<N>, Stream<N>>
  readonly #sessions = new Set<Session<N>>()
  readonly #restartDelay: RestartDelay
  #lastSession: Session<N> | undefined
  #openSockets = 0
  #isListRejected = false

  readonly #wantedChanges$ = new Subject<void>()
  readonly #progress$ = new Subject<void>()
  readonly #socketReleased$ = new Subject<void>()
  readonly #stop$ = new Subject<void>()
  #status: StatusChange['type'] = 'closed'
  /** The number of streams in the last `live` status. */
  #liveStreams = 0

  constructor(id: number, config: ConnectionConfig<N>) {
    this.#id = id
    this.#config = config
    this.#restartDelay = new RestartDelay(config.reconnect, config.scheduler)
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

  /**
   * The events of one channel, shared by its subscribers; with gaps in their place where
   * `receivesGaps`.
   */
  stream$<C extends Channel>(
    name: string,
    channel: C,
    receivesGaps: boolean,
  ): Observable<EventOf<C['kind'], N>> {
    const create = (): Stream<N> => new Stream(name, channel, this.#config)
    return this.#streams.stream$(name, create, receivesGaps) as Observable<EventOf<C['kind'], N>>
  }

  /** Completes every stream, unsubscribes and closes. Emits once when no resources are left. */
  close$(): Observable<unknown> {
    const { scheduler, closeTimeout } = this.#config
    for (const { fanOut } of this.#streams.closeAll()) fanOut.complete()
    return merge(this.#idle$(), timer(closeTimeout, scheduler)).pipe(
      take(1),
      tap(() => this.#stop$.next()),
      switchMap(() => this.#socketReleased$.pipe(startWith(undefined))),
      filter(() => this.#openSockets === 0),
      take(1),
    )
  }

  get #isWanted(): boolean {
    return this.#streams.size > 0
  }

  /**
   * Connected while any stream is wanted, as of the end of each tick: changes that cancel out send
   * nothing.
   */
  #lifecycle$(): Observable<never> {
    return this.#wantedChanges$.pipe(
      auditTime(0, this.#config.scheduler),
      map(() => this.#isWanted),
      startWith(false),
      distinctUntilChanged(),
      tap(isWanted => {
        for (const session of this.#sessions) session.linger(!isWanted)
      }),
      switchMap(isWanted => (isWanted ? of(true) : this.#released$())),
      distinctUntilChanged(),
      switchMap(isNeeded => (isNeeded ? this.#connected$() : EMPTY)),
      takeUntil(this.#stop$),
    )
  }

  /**
   * Emits `false` once a connection without wanted streams may close: it has unsubscribed and
   * lingered.
   */
  #released$(): Observable<false> {
    const { scheduler, closeTimeout, linger } = this.#config
    const unsubscribed$ = merge(this.#idle$(), timer(closeTimeout, scheduler)).pipe(take(1))
    const isOpen = [...this.#sessions].some(session => session.isOpen)
    const lingered$ = isOpen && linger > 0 ? idleTimer$(linger, scheduler) : of(0)
    // Once both have emitted, which each does once.
    return merge(unsubscribed$, lingered$).pipe(
      skip(1),
      // A stream wanted again since this tick began keeps the connection, so the decision is made
      // after the tick.
      switchMap(() => (this.#isWanted ? timer(0, scheduler) : of(0))),
      map(() => false),
    )
  }

  /**
   * Emits when no stream is wanted and no session has a command to send or an answer to wait for.
   */
  #idle$(): Observable<unknown> {
    return this.#progress$.pipe(
      startWith(undefined),
      filter(() => !this.#isWanted && [...this.#sessions].every(({ subscriptions }) => subscriptions.isIdle)),
    )
  }

  #connected$(): Observable<never> {
    return defer(() => this.#restart$()).pipe(
      switchMap(() =>
        reconnect$({
          ...this.#config,
          onStatus: change => this.#setStatus(change),
          isNeeded: () => this.#isWanted,
          createSession: () => this.#createSession(),
        }),
      ),
      catchError((error: unknown) => {
        this.#restartDelay.recordFailure(this.#lastSession?.uptime ?? -Infinity)
        for (const { fanOut } of this.#streams.closeAll()) fanOut.error(error)
        return EMPTY
      }),
      // A subscription after a failure connects again.
      repeat({ delay: () => this.#wantedAgain$() }),
      finalize(() => {
        const isClosed = this.#status === 'failed' || this.#status === 'closed'
        if (!isClosed) this.#setStatus({ type: 'closed', code: 1000, reason: 'no longer needed' })
      }),
    )
  }

  /** Emits when connecting may start over. */
  #restart$(): Observable<unknown> {
    const { scheduler } = this.#config
    const delay = this.#restartDelay.next()
    if (delay === 0) return of(0)
    this.#setStatus({ type: 'waiting', reason: 'backoff', until: Math.ceil(scheduler.now() + delay) })
    return timer(delay, scheduler)
  }

  #wantedAgain$(): Observable<unknown> {
    return this.#wantedChanges$.pipe(
      startWith(undefined),
      auditTime(0, this.#config.scheduler),
      filter(() => this.#isWanted),
      take(1),
    )
  }

  #createSession(): Session<N> {
    const session: Session<N> = new Session({
      ...this.#config,
      streams: this.#streams,
      onStatus: change => this.#setStatus(change),
      onChange: () => this.#onProgress(),
      onStreamRejected: (name, reason, detail) => this.#onStreamRejected(name, reason, detail),
      onListRejected: error => this.#onListRejected(error),
      onSocketCreated: () => this.#openSockets++,
      onSocketReleased: () => {
        this.#openSockets--
        this.#socketReleased$.next()
      },
      onEnded: () => {
        this.#sessions.delete(session)
        for (const stream of this.#streams.values()) stream.interrupt()
        this.#progress$.next()
      },
    })
    this.#sessions.add(session)
    this.#lastSession = session
    return session
  }

  /** Reports the rejection once, as each further probe is rejected as well. */
  #onListRejected(error: MarketError): void {
    if (this.#isListRejected) return
    this.#isListRejected = true
    this.#config.onError(error)
  }

  #onStreamRejected(name: string, reason: number, detail: string): void {
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
    } else if (streams > 0 && (this.#status !== 'live' || streams !== this.#liveStreams)) {
      this.#liveStreams = streams
      this.#setStatus({ type: 'live', streams })
    }
    this.#progress$.next()
  }

  #setStatus(change: StatusChange): void {
    this.#status = change.type
    this.#config.onStatus({ ...change, connection: this.#id, at: this.#config.scheduler.now() })
  }
}
