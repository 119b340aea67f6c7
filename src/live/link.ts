/** One connection of the pool with all that lives on it: what it should carry, what it says, and where its frames go. */
import {
  auditTime,
  catchError,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  map,
  merge,
  mergeMap,
  Observable,
  race,
  repeat,
  type SchedulerLike,
  startWith,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs'
import type { RateLimiter } from '../clock/rate-limiter.js'
import type { Channel } from '../model/channel.js'
import { type MarketError, ServerShutdownError, SubscribeRejectedError } from '../model/errors.js'
import type { EventOf, MarketEvent } from '../model/event.js'
import type { ConnectionStatus } from '../model/status.js'
import type { DecoderFactory, Reply, Venue } from '../venues/venue.js'
import type { Reconnect } from './backoff.js'
import { commands$ } from './commands.js'
import { connection$, type Step } from './connection.js'
import { FanOut } from './fan-out.js'
import { heartbeat$ } from './heartbeat.js'
import { Router } from './router.js'
import type { OpenCarrier } from './carrier-port.js'
import { Subscriptions } from './subscriptions.js'

/** What all links of a feed have in common. Times are milliseconds. */
export interface LinkConfig<N> {
  readonly venue: Venue
  readonly url: string
  readonly open: OpenCarrier
  readonly decoderOf: DecoderFactory<N>
  readonly reconnect: Reconnect | false
  readonly connectTimeout: number
  readonly commandTimeout: number
  readonly closeTimeout: number
  readonly heartbeatInterval: number
  readonly scheduler: SchedulerLike
  /** Keeps the attempts of all links under the exchange's limit. */
  readonly attempts: RateLimiter
  readonly status: (status: ConnectionStatus) => void
  readonly report: (error: MarketError) => void
  readonly event: (event: MarketEvent<N>) => void
}

export class Link<N> {
  readonly #id: number
  readonly #config: LinkConfig<N>
  readonly #subscriptions = new Subscriptions()
  readonly #router: Router
  readonly #streams = new Map<string, FanOut<MarketEvent<N>>>()

  readonly #wanted$ = new Subject<void>()
  readonly #progress$ = new Subject<void>()
  readonly #replies$ = new Subject<Reply>()
  readonly #pongs$ = new Subject<void>()
  readonly #probes$ = new Subject<void>()
  readonly #probed$ = new Subject<void>()
  readonly #gone$ = new Subject<void>()
  readonly #stop$ = new Subject<void>()

  #step: Step['type'] = 'closed'
  #sockets = 0
  #commandId = 0
  #answeredAt = -Infinity

  constructor(id: number, config: LinkConfig<N>) {
    this.#id = id
    this.#config = config
    this.#router = new Router({
      venue: config.venue,
      scheduler: config.scheduler,
      report: config.report,
      reply: reply => {
        if (reply.type === 'list') this.#answeredAt = this.#router.lastFrameAt
        this.#replies$.next(reply)
      },
    })
    this.#life$().subscribe()
  }

  /** How many streams it carries. */
  get load(): number {
    return this.#streams.size
  }

  has(stream: string): boolean {
    return this.#streams.has(stream)
  }

  /** The events of one channel, shared by its subscribers. */
  stream$<C extends Channel>(stream: string, channel: C): Observable<EventOf<C['kind'], N>> {
    return new Observable<MarketEvent<N>>(subscriber => {
      const fanOut = this.#streams.get(stream) ?? this.#begin(stream, channel)
      fanOut.add(subscriber)
      return () => {
        fanOut.remove(subscriber)
        if (fanOut.isEmpty) this.#end(stream, fanOut)
      }
    }) as Observable<EventOf<C['kind'], N>>
  }

  /** Completes every stream, takes leave of the exchange, closes. Emits once when nothing is left. */
  close$(): Observable<unknown> {
    const { scheduler, closeTimeout } = this.#config
    const idle$ = this.#progress$.pipe(
      startWith(undefined),
      filter(() => this.#subscriptions.idle),
    )
    const gone$ = this.#gone$.pipe(
      startWith(undefined),
      filter(() => this.#sockets === 0),
    )
    for (const fanOut of this.#endAll()) fanOut.complete()
    return race(idle$, timer(closeTimeout, scheduler)).pipe(
      take(1),
      tap(() => this.#stop$.next()),
      switchMap(() => gone$),
      take(1),
    )
  }

  #begin(stream: string, channel: Channel): FanOut<MarketEvent<N>> {
    const fanOut = new FanOut<MarketEvent<N>>()
    this.#streams.set(stream, fanOut)
    const { decoderOf, event: emitted, report } = this.#config
    const event = (event: MarketEvent<N>): void => {
      fanOut.next(event)
      emitted(event)
    }
    this.#router.add(stream, decoderOf(channel, { event, error: report }))
    this.#subscriptions.want(stream)
    this.#wanted$.next()
    return fanOut
  }

  #end(stream: string, fanOut: FanOut<MarketEvent<N>>): void {
    if (this.#streams.get(stream) !== fanOut) return
    this.#streams.delete(stream)
    this.#router.remove(stream)
    this.#subscriptions.unwant(stream)
    this.#wanted$.next()
  }

  /** Ends every stream before any is told, so that who subscribes again on hearing of it, to whichever, starts afresh. */
  #endAll(): readonly FanOut<MarketEvent<N>>[] {
    const streams = [...this.#streams]
    for (const [stream, fanOut] of streams) this.#end(stream, fanOut)
    return streams.map(([, fanOut]) => fanOut)
  }

  /** Connected while anything is wanted or still to be said. Looked at when a tick is over, so that leaving and joining in one cost nothing. */
  #life$(): Observable<never> {
    const { scheduler } = this.#config
    return merge(this.#wanted$, this.#progress$).pipe(
      auditTime(0, scheduler),
      map(() => !this.#subscriptions.idle),
      distinctUntilChanged(),
      switchMap(needed => (needed ? this.#connected$() : EMPTY)),
      takeUntil(this.#stop$),
    )
  }

  #connected$(): Observable<never> {
    const { scheduler } = this.#config
    const failing$ = connection$({
      ...this.#config,
      tell: step => this.#tell(step),
      frame: data => this.#router.take(data),
      conversation$: send => this.#conversation$(send),
      socket: {
        open: this.#config.open,
        scheduler,
        closeTimeout: this.#config.closeTimeout,
        pinged: () => this.#pongs$.next(),
        created: () => this.#sockets++,
        gone: () => {
          this.#sockets--
          this.#gone$.next()
        },
      },
    })
    return failing$.pipe(
      catchError((error: unknown) => {
        for (const fanOut of this.#endAll()) fanOut.error(error)
        return EMPTY
      }),
      // Who subscribes again after a failure starts afresh.
      repeat({ delay: () => timer(0, scheduler).pipe(filter(() => !this.#subscriptions.idle)) }),
      finalize(() => {
        // Nor is it told of one that waited for its first attempt all the time.
        const isOver = this.#step === 'failed' || this.#step === 'closed'
        if (!isOver) this.#tell({ type: 'closed', code: 1000, reason: 'no longer needed' })
      }),
    )
  }

  #conversation$(send: (text: string) => void): Observable<never> {
    const { venue, scheduler, commandTimeout, heartbeatInterval, report } = this.#config
    const shutdown$ = this.#replies$.pipe(
      filter(reply => reply.type === 'shutdown'),
      mergeMap(() => throwError(() => new ServerShutdownError())),
    )
    const talk$ = commands$({
      venue,
      scheduler,
      commandTimeout,
      subscriptions: this.#subscriptions,
      nextId: () => ++this.#commandId,
      send,
      report,
      progress: () => this.#progress(),
      probed: () => this.#probed$.next(),
      refused: (stream, reason, detail) => {
        const error = new SubscribeRejectedError(stream, reason, detail)
        report(error)
        const fanOut = this.#streams.get(stream)
        if (fanOut === undefined) return
        this.#end(stream, fanOut)
        fanOut.error(error)
      },
      replies$: this.#replies$,
      changes$: this.#wanted$,
      probes$: this.#probes$,
      pongs$: this.#pongs$,
    })
    const beat$ = heartbeat$({
      scheduler,
      interval: heartbeatInterval,
      grace: commandTimeout,
      probe: () => this.#probes$.next(),
      probed$: this.#probed$,
      lastFrameAt: () => this.#router.lastFrameAt,
      lastAnswerAt: () => this.#answeredAt,
    })
    return merge(talk$, beat$, shutdown$).pipe(
      finalize(() => {
        this.#subscriptions.reset()
        this.#progress$.next()
      }),
    )
  }

  #progress(): void {
    const { pending, wanted } = this.#subscriptions
    if (pending > 0) {
      if (this.#step !== 'subscribing') this.#tell({ type: 'subscribing', pending })
    } else if (wanted > 0 && this.#step !== 'live') this.#tell({ type: 'live', streams: wanted })
    this.#progress$.next()
  }

  #tell(step: Step): void {
    this.#step = step.type
    this.#config.status({
      ...step,
      connection: this.#id,
      at: this.#config.scheduler.now(),
    })
  }
}
