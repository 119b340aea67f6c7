/** Frame to its stream: one peek, one look-up, one decode, whatever the number of streams. */
import type { SchedulerLike } from 'rxjs'
import type { MarketError } from '../model/errors.js'
import type { MarketEvent } from '../model/event.js'
import type { Decoder } from '../codec/decoder.js'
import { Frame, type FrameData } from '../codec/frame.js'
import type { Reply, Venue } from '../venues/venue.js'
import type { FanOut } from './fan-out.js'
import { StreamTable } from './stream-table.js'

/** Where the frames of one stream go. */
export interface Route<N> {
  readonly decoder: Decoder<MarketEvent<N>>
  readonly fanOut: FanOut<MarketEvent<N>>
}

export interface RouterConfig<N> {
  readonly venue: Venue
  readonly scheduler: SchedulerLike
  readonly report: (error: MarketError) => void
  /** Every event, after its subscribers have had it. */
  readonly event: (event: MarketEvent<N>) => void
  /** A frame that carries no event. */
  readonly reply: (reply: Reply) => void
}

export class Router<N> {
  readonly #config: RouterConfig<N>
  readonly #routes = new StreamTable<Route<N>>()
  readonly #frame = new Frame()
  #lastFrameAt = -Infinity

  constructor(config: RouterConfig<N>) {
    this.#config = config
  }

  /** When the last frame came, epoch milliseconds. */
  get lastFrameAt(): number {
    return this.#lastFrameAt
  }

  /** Sends the frames of `stream` to `route` until it is removed. */
  add(stream: string, route: Route<N>): void {
    this.#routes.set(stream, route)
  }

  remove(stream: string): void {
    this.#routes.delete(stream)
  }

  /** Takes one frame. A frame of a stream that nobody wants is not decoded. Never throws. */
  take(data: FrameData): void {
    const { venue, scheduler } = this.#config
    this.#lastFrameAt = scheduler.now()
    const frame = this.#frame
    frame.load(data)
    const end = venue.peek(frame)
    if (end < 0) return this.#takeOther(frame.text)
    const route = this.#routes.find(frame.bytes, venue.nameAt, end)
    if (route === undefined) return
    const event = route.decoder.fast(frame, this.#lastFrameAt)
    if (event === undefined) this.#decode(route, frame.text)
    else this.#deliver(route, event)
  }

  #takeOther(frame: string): void {
    const reply = this.#config.venue.reply(frame)
    if (reply.type === 'unknown') return this.#config.report(reply.error)
    if (reply.type !== 'event') return this.#config.reply(reply)
    const route = this.#routes.get(reply.stream)
    if (route !== undefined) this.#decode(route, frame)
  }

  #decode(route: Route<N>, frame: string): void {
    const decoded = route.decoder.decode(frame, this.#lastFrameAt)
    if (decoded._tag === 'Right') this.#deliver(route, decoded.right)
    else this.#config.report(decoded.left)
  }

  #deliver(route: Route<N>, event: MarketEvent<N>): void {
    route.fanOut.next(event)
    this.#config.event(event)
  }
}
