/** Frame to its stream: one peek, one look-up, one decode, whatever the number of streams. */
import type { SchedulerLike } from 'rxjs'
import type { MarketError } from '../model/errors.js'
import type { Decoder } from '../codec/decoder.js'
import { Frame, type FrameData } from '../codec/frame.js'
import type { Reply, Venue } from '../venues/venue.js'
import { StreamTable } from './stream-table.js'

export interface RouterConfig {
  readonly venue: Venue
  readonly scheduler: SchedulerLike
  readonly report: (error: MarketError) => void
  /** A frame that carries no event. */
  readonly reply: (reply: Reply) => void
}

export class Router {
  readonly #config: RouterConfig
  readonly #decoders = new StreamTable<Decoder>()
  readonly #frame = new Frame()
  #lastFrameAt = -Infinity

  constructor(config: RouterConfig) {
    this.#config = config
  }

  /** When the last frame came, epoch milliseconds. */
  get lastFrameAt(): number {
    return this.#lastFrameAt
  }

  /** Sends the frames of `stream` to `decoder` until it is removed. */
  add(stream: string, decoder: Decoder): void {
    this.#decoders.set(stream, decoder)
  }

  remove(stream: string): void {
    this.#decoders.delete(stream)
  }

  /** Takes one frame. A frame of a stream without a decoder is not decoded. Throws only what a decoder's sink throws. */
  take(data: FrameData): void {
    const { venue, scheduler } = this.#config
    this.#lastFrameAt = scheduler.now()
    const frame = this.#frame
    frame.load(data)
    const end = venue.findStreamNameEnd(frame)
    if (end < 0) return this.#takeOther(frame)
    this.#decoders.find(frame.bytes, venue.streamNameStart, end)?.decode(frame, this.#lastFrameAt)
  }

  #takeOther(frame: Frame): void {
    const reply = this.#config.venue.parseReply(frame.text)
    if (reply.type === 'unknown') return this.#config.report(reply.error)
    if (reply.type !== 'event') return this.#config.reply(reply)
    this.#decoders.get(reply.stream)?.decode(frame, this.#lastFrameAt)
  }
}
