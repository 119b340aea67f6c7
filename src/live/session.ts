/** One socket and all that belongs to it: its subscriptions, commands, answers and heartbeat. */
import {
  defer,
  filter,
  finalize,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
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
import type { FrameData } from '../codec/frame.js'
import { ConnectTimeoutError, type MarketError, ServerShutdownError } from '../model/errors.js'
import { isMarketError } from '../model/is-market-error.js'
import type { MarketEvent } from '../model/event.js'
import { Router, type RouterConfig } from '../streams/router.js'
import type { SharedStreams } from '../streams/shared-streams.js'
import type { Stream } from '../streams/stream.js'
import type { Reply, Venue } from '../venues/venue.js'
import { commandQueue$ } from './command-queue.js'
import { heartbeat$ } from './heartbeat.js'
import type { StatusChange } from './status-change.js'
import { Subscriptions } from './subscriptions.js'
import { type RxjsSocket, webSocketCtor } from './transport/rxjs-socket.js'
import type { TransportFactory } from './transport/transport.js'

/** What all sessions of a feed have in common. Times are milliseconds. */
export interface SessionSettings {
  readonly venue: Venue
  readonly url: string
  readonly openTransport: TransportFactory
  readonly connectTimeout: number
  readonly commandTimeout: number
  readonly closeTimeout: number
  readonly heartbeatInterval: number
  readonly scheduler: SchedulerLike
}

export interface SessionConfig<N> extends SessionSettings {
  /** The streams of the connection, with which a session begins. */
  readonly streams: SharedStreams<MarketEvent<N>, Stream<N>>
  readonly frames: RouterConfig<N>['frames']
  readonly onStatus: (change: StatusChange) => void
  readonly onError: (error: MarketError) => void
  /** Something was sent or acknowledged. */
  readonly onChange: () => void
  /** The exchange rejected one stream. */
  readonly onRejected: (stream: string, reason: number, detail: string) => void
  readonly onSocketCreated: () => void
  /** The socket has closed and holds no resources any more. */
  readonly onSocketReleased: () => void
  /** Nothing more is exchanged in this session. */
  readonly onEnded: () => void
}

export class Session<N> {
  readonly subscriptions: Subscriptions
  readonly #config: SessionConfig<N>
  readonly #router: Router<N>
  readonly #replies$ = new Subject<Reply>()
  readonly #wantedChanges$ = new Subject<void>()
  readonly #pongs$ = new Subject<void>()
  readonly #probes$ = new Subject<void>()
  readonly #probeSent$ = new Subject<void>()
  #socket: RxjsSocket | undefined
  #openedAt = Infinity
  #lastFrameAt = -Infinity
  #lastAnswerAt = -Infinity

  constructor(config: SessionConfig<N>) {
    this.#config = config
    this.subscriptions = new Subscriptions(config.streams.names())
    this.#router = new Router<N>({
      venue: config.venue,
      streams: config.streams,
      frames: config.frames,
      onError: config.onError,
      onReply: reply => {
        if (reply.type === 'list') this.#lastAnswerAt = this.#lastFrameAt
        this.#replies$.next(reply)
      },
    })
  }

  /** When the socket opened, `Infinity` before. */
  get openedAt(): number {
    return this.#openedAt
  }

  addWanted(stream: string): void {
    this.subscriptions.addWanted(stream)
    this.#wantedChanges$.next()
  }

  removeWanted(stream: string): void {
    this.subscriptions.removeWanted(stream)
    this.#wantedChanges$.next()
  }

  /** Subscribing opens the socket, unsubscribing closes it with code 1000. Never emits; errors when the socket is lost or useless. */
  readonly run$: Observable<never> = defer(() => {
    const { url, scheduler, connectTimeout, onStatus } = this.#config
    const opened$ = new Subject<void>()
    const socket$ = webSocket<FrameData>({
      url,
      WebSocketCtor: webSocketCtor({
        ...this.#config,
        onCreated: socket => {
          this.#socket = socket
          this.#config.onSocketCreated()
        },
        onReleased: this.#config.onSocketReleased,
        onPing: () => this.#pongs$.next(),
      }),
      // The socket hands over its data in place of a MessageEvent.
      deserializer: frame => frame as unknown as FrameData,
      serializer: text => text,
      openObserver: {
        next: () => {
          this.#openedAt = scheduler.now()
          onStatus({ type: 'open' })
          opened$.next()
        },
      },
    })
    const frames$ = socket$.pipe(
      tap(data => this.#onFrame(data)),
      ignoreElements(),
    )
    const exchange$ = opened$.pipe(
      take(1),
      switchMap(() => this.#exchange$(text => socket$.next(text))),
    )
    const timeout$ = timer(connectTimeout, scheduler).pipe(
      mergeMap(() => throwError(() => new ConnectTimeoutError(url, connectTimeout))),
      takeUntil(opened$),
    )
    return merge(frames$, exchange$, timeout$).pipe(finalize(this.#config.onEnded))
  })

  #onFrame(data: FrameData): void {
    this.#lastFrameAt = this.#config.scheduler.now()
    this.#router.onFrame(data, this.#lastFrameAt)
  }

  /** What is exchanged on the open socket beside market data. */
  #exchange$(send: (text: string) => void): Observable<never> {
    const { scheduler, commandTimeout, heartbeatInterval, onStatus } = this.#config
    const commands$ = commandQueue$({
      ...this.#config,
      subscriptions: this.subscriptions,
      send,
      onProbeSent: () => this.#probeSent$.next(),
      replies$: this.#replies$,
      changes$: this.#wantedChanges$,
      probes$: this.#probes$,
      pongs$: this.#pongs$,
    })
    const stale$ = heartbeat$({
      scheduler,
      interval: heartbeatInterval,
      probeTimeout: commandTimeout,
      sendProbe: () => this.#probes$.next(),
      probeSent$: this.#probeSent$,
      lastFrameAt: () => this.#lastFrameAt,
      lastAnswerAt: () => this.#lastAnswerAt,
    }).pipe(
      tap({
        error: (error: unknown) => {
          if (isMarketError(error, 'CONNECTION_STALE')) onStatus({ type: 'stale', silence: error.silence })
          this.#socket?.terminate()
        },
      }),
    )
    const shutdown$ = this.#replies$.pipe(
      filter(reply => reply.type === 'shutdown'),
      mergeMap(() => throwError(() => new ServerShutdownError())),
    )
    return merge(commands$, stale$, shutdown$)
  }
}
