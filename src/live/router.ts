/** Frame to its stream: one peek, one look-up, one decode, whatever the number of streams. */
import type { SchedulerLike } from 'rxjs'
import type { MarketError } from '../model/errors.js'
import type { MarketEvent } from '../model/event.js'
import type { Decoder, Reply, Venue } from '../venues/venue.js'

/** Where the frames of one stream go. */
export interface Route<N> {
  readonly decode: Decoder<MarketEvent<N>>
  readonly next: (event: MarketEvent<N>) => void
  readonly error: (error: unknown) => void
  readonly complete: () => void
}

export interface RouterConfig {
  readonly venue: Venue
  readonly scheduler: SchedulerLike
  readonly report: (error: MarketError) => void
  /** A frame that carries no event. */
  readonly reply: (reply: Reply) => void
}

export class Router<N> {
  readonly #config: RouterConfig
  readonly #routes = new Map<string, Route<N>>()
  #lastFrameAt = -Infinity

  constructor(config: RouterConfig) {
    this.#config = config
  }

  /** When the last frame came, epoch milliseconds. */
  get lastFrameAt(): number {
    return this.#lastFrameAt
  }

  /** Sends the frames of `stream` to `route` until the function returned is called; that one says whether it was the first time. */
  add(stream: string, route: Route<N>): () => boolean {
    this.#routes.set(stream, route)
    return () => this.#routes.get(stream) === route && this.#routes.delete(stream)
  }

  /** Takes one frame. A frame of a stream that nobody wants is not decoded. Never throws. */
  take(frame: string): void {
    this.#lastFrameAt = this.#config.scheduler.now()
    const stream = this.#config.venue.peek(frame)
    if (stream === undefined) return this.#takeOther(frame)
    const route = this.#routes.get(stream)
    if (route !== undefined) this.#deliver(route, frame)
  }

  /** Ends one stream with an error. */
  fail(stream: string, error: MarketError): void {
    this.#routes.get(stream)?.error(error)
  }

  /** Ends every stream with an error. */
  failAll(error: unknown): void {
    for (const route of [...this.#routes.values()]) route.error(error)
  }

  /** Completes every stream. */
  completeAll(): void {
    for (const route of [...this.#routes.values()]) route.complete()
  }

  #takeOther(frame: string): void {
    const reply = this.#config.venue.reply(frame)
    if (reply.type === 'unknown') return this.#config.report(reply.error)
    if (reply.type !== 'event') return this.#config.reply(reply)
    const route = this.#routes.get(reply.stream)
    if (route !== undefined) this.#deliver(route, frame)
  }

  #deliver(route: Route<N>, frame: string): void {
    const decoded = route.decode(frame, this.#lastFrameAt)
    if (decoded._tag === 'Right') route.next(decoded.right)
    else this.#config.report(decoded.left)
  }
}
