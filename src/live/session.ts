/** One socket with its subscriptions, commands, replies and heartbeat. */
import {
  BehaviorSubject,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  merge,
  mergeMap,
  Observable,
  type SchedulerLike,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs'
import { webSocket } from 'rxjs/webSocket'
import { monotonicNow } from '../clock/monotonic.js'
import type { FrameData } from '../codec/frame.js'
import { ConnectTimeoutError } from '../model/errors/connection-errors.js'
import type { MarketError } from '../validation/market-error.js'
import { hasCode } from '../model/errors/is-market-error.js'
import type { MarketEvent } from '../model/event.js'
import { Router, type RouterOutputs } from '../streams/router.js'
import type { SharedStreams } from '../streams/shared-streams.js'
import type { Stream } from '../streams/stream.js'
import type { Reply, Venue } from '../venues/venue.js'
import { commandQueue$ } from './command-queue.js'
import { FrameActivity } from './frame-activity.js'
import { heartbeat$ } from './heartbeat.js'
import { silentStreams$ } from './silent-streams.js'
import type { StatusChange } from '../model/status-change.js'
import { Subscriptions } from './subscriptions.js'
import { type RxjsSocket, webSocketCtor } from './transport/rxjs-socket.js'
import type { TransportFactory } from './transport/transport.js'

/** Settings shared by all sessions of a feed. Times are milliseconds. */
export interface SessionSettings {
  readonly venue: Venue
  readonly openTransport: TransportFactory
  readonly maxFrameBytes: number
  readonly connectTimeout: number
  readonly commandTimeout: number
  readonly closeTimeout: number
  readonly heartbeatInterval: number
  readonly scheduler: SchedulerLike
}

export interface SessionConfig<N> extends SessionSettings, RouterOutputs {
  /** Numbers the sessions of a connection. */
  readonly id: number
  readonly url: string
  /** The streams of the connection, with which a session begins. */
  readonly streams: SharedStreams<MarketEvent<N>, Stream<N>>
  readonly onStatus: (change: StatusChange) => void
  readonly onError: (error: MarketError) => void
  /** Something was sent or acknowledged. */
  readonly onChange: () => void
  /** The exchange rejected one stream. */
  readonly onStreamRejected: (stream: string, reason: number, detail: string) => void
  /** The exchange does not list its subscriptions, so that ours cannot be reconciled with them. */
  readonly onListRejected: (error: MarketError) => void
  readonly onOpened: () => void
  /**
   * The exchange has announced that it will close the session; an error that it returns ends the
   * session now.
   */
  readonly onShutdown: () => MarketError | undefined
  readonly onSocketCreated: () => void
  /** The socket has closed and holds no resources any more. */
  readonly onSocketReleased: () => void
  /** Nothing more is exchanged in this session. */
  readonly onEnded: () => void
}

export class Session<N> {
  readonly id: number
  readonly url: string
  readonly subscriptions: Subscriptions
  /** Whether it has been live: then it lacks only what was added since. */
  wasLive = false
  readonly #config: SessionConfig<N>
  readonly #router: Router<N>
  readonly #frames: FrameActivity
  readonly #replies$ = new Subject<Reply>()
  readonly #wantedChanges$ = new Subject<void>()
  readonly #pongs$ = new Subject<void>()
  readonly #probes$ = new Subject<void>()
  readonly #probeSent$ = new Subject<void>()
  readonly #isLingering$ = new BehaviorSubject(false)
  #socket: RxjsSocket | undefined
  #openedAt = Infinity
  #isEnded = false
  #answerCount = 0
  /** The monotonic time of the last probe, or of opening. */
  #lastProbeAt = 0

  constructor(config: SessionConfig<N>) {
    this.id = config.id
    this.url = config.url
    this.#config = config
    this.#frames = new FrameActivity(config.scheduler)
    this.subscriptions = new Subscriptions(config.streams.names())
    this.#router = new Router<N>({
      ...config,
      session: config.id,
      onReply: reply => this.#replies$.next(reply),
    })
  }

  /** Whether its socket is open. */
  get isOpen(): boolean {
    return this.#openedAt < Infinity && !this.#isEnded
  }

  /** Whether every wanted stream is acknowledged. */
  get isLive(): boolean {
    return this.isOpen && this.subscriptions.pendingCount === 0
  }

  /** Milliseconds since its socket opened; `-Infinity` before. */
  get uptime(): number {
    return monotonicNow(this.#config.scheduler) - this.#openedAt
  }

  addWanted(stream: string): void {
    this.subscriptions.addWanted(stream)
    this.#wantedChanges$.next()
  }

  removeWanted(stream: string): void {
    this.subscriptions.removeWanted(stream)
    this.#wantedChanges$.next()
  }

  /**
   * A lingering session has no wanted streams: it is not probed, and does not keep the process
   * alive.
   */
  linger(isLingering: boolean): void {
    this.#isLingering$.next(isLingering)
  }

  /**
   * Subscribing opens the socket, unsubscribing closes it with code 1000. Never emits; errors when
   * the socket is lost or unusable.
   */
  readonly run$: Observable<never> = defer(() => {
    const { url, scheduler, connectTimeout, onStatus, onOpened } = this.#config
    const opened$ = new Subject<void>()
    const socket$ = webSocket<FrameData>({
      url,
      WebSocketCtor: this.#socketCtor(),
      // The socket hands over its data in place of a MessageEvent.
      deserializer: frame => frame as unknown as FrameData,
      serializer: text => text,
      openObserver: {
        next: () => {
          this.#openedAt = this.#lastProbeAt = monotonicNow(scheduler)
          onStatus({ type: 'open' })
          onOpened()
          opened$.next()
        },
      },
    })
    // One subscriber a frame, and not one for each of several operators.
    const frames$ = new Observable<never>(subscriber =>
      socket$.subscribe({
        next: data => this.#onFrame(data),
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    )
    const exchange$ = opened$.pipe(
      take(1),
      switchMap(() => this.#exchange$(text => socket$.next(text))),
    )
    const timeout$ = timer(connectTimeout, scheduler).pipe(
      mergeMap(() => throwError(() => new ConnectTimeoutError(url, connectTimeout))),
      takeUntil(opened$),
    )
    return merge(frames$, exchange$, timeout$).pipe(
      // Before the error is handled, and without one when it is unsubscribed.
      tap({ error: () => this.#end() }),
      finalize(() => this.#end()),
    )
  })

  #end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#config.onEnded()
  }

  #socketCtor(): ReturnType<typeof webSocketCtor> {
    return webSocketCtor({
      ...this.#config,
      onCreated: socket => {
        this.#socket = socket
        this.#config.onSocketCreated()
      },
      onReleased: this.#config.onSocketReleased,
      onPing: () => this.#pongs$.next(),
    })
  }

  #onFrame(data: FrameData): void {
    const receivedAt = this.#config.scheduler.now()
    this.#frames.record(receivedAt)
    this.#router.onFrame(data, receivedAt)
  }

  /** Commands, replies and probes on the open socket. */
  #exchange$(send: (text: string) => void): Observable<never> {
    const { scheduler, streams, venue, onError, onListRejected } = this.#config
    const commands$ = commandQueue$({
      ...this.#config,
      subscriptions: this.subscriptions,
      send,
      onProbeSent: () => {
        this.#lastProbeAt = monotonicNow(scheduler)
        this.#probeSent$.next()
      },
      onForgotten: stream => streams.get(stream)?.forget(),
      onProbeAnswered: error => {
        this.#answerCount++
        if (error !== undefined) onListRejected(error)
      },
      replies$: this.#replies$,
      changes$: this.#wantedChanges$,
      probes$: this.#probes$,
      pongs$: this.#pongs$,
    })
    const shutdown$ = this.#replies$.pipe(
      filter(reply => reply.type === 'shutdown'),
      mergeMap(() => {
        const error = this.#config.onShutdown()
        return error === undefined ? EMPTY : throwError(() => error)
      }),
    )
    const silent$ = silentStreams$({
      scheduler,
      streams: () => streams.values().filter(({ channel }) => venue.isPeriodic(channel)),
      activeCommand: name => this.subscriptions.activeCommand(name),
      onError,
    })
    const watching$ = this.#isLingering$.pipe(
      distinctUntilChanged(),
      tap(isLingering => this.#socket?.keepAlive(!isLingering)),
      switchMap(isLingering => (isLingering ? EMPTY : merge(this.#stale$(), silent$))),
    )
    return merge(commands$, watching$, shutdown$)
  }

  #stale$(): Observable<never> {
    const { scheduler, commandTimeout, heartbeatInterval, onStatus } = this.#config
    return heartbeat$({
      scheduler,
      interval: heartbeatInterval,
      // Lingering does not put off the next probe.
      firstProbeAfter: Math.max(0, this.#lastProbeAt + heartbeatInterval - monotonicNow(scheduler)),
      probeTimeout: commandTimeout,
      sendProbe: () => this.#probes$.next(),
      probeSent$: this.#probeSent$,
      frames: this.#frames,
      answerCount: () => this.#answerCount,
    }).pipe(
      tap({
        error: (error: unknown) => {
          if (hasCode(error, 'CONNECTION_STALE')) onStatus({ type: 'stale', silence: error.silence })
          this.#socket?.terminate()
        },
      }),
    )
  }
}
