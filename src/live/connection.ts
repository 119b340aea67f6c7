/**
 * One connection of the pool: the streams that it carries, and its life while any of them is
 * wanted.
 */
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
import type { ReconnectSettings, RotationSettings } from '../live-settings.js'
import type { RouterOutputs } from '../streams/router.js'
import { SharedStreams } from '../streams/shared-streams.js'
import { Stream, type StreamConfig } from '../streams/stream.js'
import { Addresses } from './mirrors/addresses.js'
import { mirror$ } from './mirrors/mirror.js'
import { RestartDelay } from './restart-delay.js'
import type { SessionSettings } from './session.js'
import { Sessions } from './mirrors/sessions.js'
import { StatusReporter } from './mirrors/status-reporter.js'

/** Settings shared by all connections of a feed. Times are milliseconds. */
export interface ConnectionConfig<N> extends SessionSettings, StreamConfig<N>, RouterOutputs {
  /** The addresses of the exchange. */
  readonly urls: readonly string[]
  readonly reconnect: ReconnectSettings | false
  readonly rotation: RotationSettings | false
  /** The number of sessions that carry every stream. */
  readonly mirror: number
  /** The time for which a connection stays open after its last unsubscribe. */
  readonly linger: number
  /** Keeps the attempts of all connections under the exchange's limit. */
  readonly connectLimiter: RateLimiter
  readonly onStatus: (status: ConnectionStatus) => void
  readonly onError: (error: MarketError) => void
}

export class Connection<N> {
  readonly #config: ConnectionConfig<N>
  /** The wanted set: every open stream. */
  readonly #streams: SharedStreams<MarketEvent<N>, Stream<N>>
  readonly #sessions: Sessions<N>
  readonly #statuses: StatusReporter
  readonly #addresses: Addresses
  readonly #restartDelay: RestartDelay
  readonly #wantedChanges$ = new Subject<void>()
  readonly #stop$ = new Subject<void>()

  constructor(id: number, config: ConnectionConfig<N>) {
    const { scheduler, mirror, urls, reconnect } = config
    this.#config = config
    this.#addresses = new Addresses(urls)
    this.#restartDelay = new RestartDelay(reconnect, scheduler)
    this.#streams = new SharedStreams({
      onOpen: stream => {
        this.#sessions.add(stream)
        this.#wantedChanges$.next()
      },
      onClose: stream => {
        this.#sessions.remove(stream)
        this.#wantedChanges$.next()
      },
    })
    this.#sessions = new Sessions({
      ...config,
      streams: this.#streams,
      onStreamRejected: (name, reason, detail) => this.#onStreamRejected(name, reason, detail),
    })
    this.#statuses = new StatusReporter({
      mirrors: mirror,
      sessions: this.#sessions,
      onStatus: change => config.onStatus({ ...change, connection: id, at: scheduler.now() }),
    })
    this.#sessions.changes$.subscribe(() => this.#onProgress())
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
      switchMap(() => this.#sessions.socketReleased$.pipe(startWith(undefined))),
      filter(() => this.#sessions.openSockets === 0),
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
      tap(isWanted => this.#sessions.linger(!isWanted)),
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
    const lingered$ = this.#sessions.isOpen && linger > 0 ? idleTimer$(linger, scheduler) : of(0)
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
    return merge(this.#sessions.changes$, this.#sessions.ended$).pipe(
      startWith(undefined),
      filter(() => !this.#isWanted && this.#sessions.isIdle),
    )
  }

  #connected$(): Observable<never> {
    return defer(() => this.#restart$()).pipe(
      switchMap(() => this.#mirrors$()),
      catchError((error: unknown) => {
        this.#restartDelay.recordFailure(this.#sessions.uptime)
        for (const { fanOut } of this.#streams.closeAll()) fanOut.error(error)
        return EMPTY
      }),
      // A subscription after a failure connects again.
      repeat({ delay: () => this.#wantedAgain$() }),
      finalize(() => {
        const { type } = this.#statuses
        if (type !== 'failed' && type !== 'closed')
          this.#statuses.next({ type: 'closed', code: 1000, reason: 'no longer needed' })
      }),
    )
  }

  /** Carries every stream on each of the mirrors. */
  #mirrors$(): Observable<never> {
    const attempts = { count: 0 }
    const mirrors = Array.from({ length: this.#config.mirror }, (_, mirror) =>
      mirror$<N>({
        ...this.#config,
        attempts,
        isNeeded: () => this.#isWanted,
        isCarried: () => this.#statuses.isCarriedBeside(mirror),
        streams: () => this.#streams.values(),
        nextUrl: hasFailed => this.#addresses.next(mirror, hasFailed),
        createSession: (url, listener) =>
          this.#sessions.create(url, mirror, {
            ...listener,
            onOpened: () => {
              this.#addresses.recordOpened(mirror)
              listener.onOpened()
            },
          }),
        onStatus: change => {
          this.#statuses.onMirror(mirror, change)
          // Fewer sessions carry the streams.
          if (change.type === 'closed' && this.#statuses.isCarriedBeside(mirror)) this.#onProgress()
        },
        onReplaced: (old, next, isOver) =>
          this.#sessions.leave(old, stream => (isOver(stream) ? next.id : undefined)),
        onRotated: () => {
          this.#statuses.onRotated(mirror)
          this.#onProgress()
        },
      }).pipe(finalize(() => this.#statuses.onRotated(mirror))),
    )
    return merge(...mirrors)
  }

  /** Emits when connecting may start over. */
  #restart$(): Observable<unknown> {
    const { scheduler } = this.#config
    const delay = this.#restartDelay.next()
    if (delay === 0) return of(0)
    this.#statuses.next({ type: 'waiting', reason: 'backoff', until: Math.ceil(scheduler.now() + delay) })
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

  #onStreamRejected(name: string, reason: number, detail: string): void {
    const error = new SubscribeRejectedError(name, reason, detail)
    this.#config.onError(error)
    const stream = this.#streams.get(name)
    if (stream === undefined) return
    this.#streams.close(stream)
    stream.fanOut.error(error)
  }

  #onProgress(): void {
    // Nothing is sent before: a rotation may end while the new session is being opened.
    if (!this.#sessions.isOpen) return
    this.#statuses.onProgress(this.#sessions.pendingCount, this.#streams.size)
  }
}
