/**
 * Routes each frame to its stream: reads its name once, looks it up once, decodes it once, for any
 * number of streams.
 */
import { Frame, type FrameData } from '../codec/frame.js'
import { DecodeError } from '../model/errors/frame-errors.js'
import { printValue } from '../validation/print-value.js'
import { decodeUtf8 } from '../validation/utf8.js'
import type { Reply, Venue } from '../venues/venue.js'
import type { RawFrames } from './raw-frames.js'
import type { Stream } from './stream.js'
import type { StreamTable } from './stream-table.js'

/** Outputs for frames that belong to no stream, and for delivered frames. */
export interface RouterOutputs {
  /** Receives the error of a frame that belongs to no stream. */
  readonly onError: (error: DecodeError) => void
  /** A data frame came for a stream that is not open, such as one that was just unsubscribed. */
  readonly onUnrouted: () => void
  /** Receives each frame that delivered an event, when it is {@link RawFrames.observed}. */
  readonly frames$: RawFrames
}

export interface RouterConfig<N> extends RouterOutputs {
  readonly venue: Venue
  readonly maxFrameBytes: number
  /** The session that the frames are of. */
  readonly session: number
  readonly streams: Pick<StreamTable<Stream<N>>, 'find' | 'get'>
  /** Receives the frames that carry no event. */
  readonly onReply: (reply: ControlReply) => void
}

export type ControlReply = Exclude<Reply, { type: 'event' | 'unknown' }>

export class Router<N> {
  readonly #config: RouterConfig<N>
  readonly #frame = new Frame()

  constructor(config: RouterConfig<N>) {
    this.#config = config
  }

  /** Routes one frame. Frames of streams that are not open are not decoded. Never throws. */
  onFrame(data: FrameData, receivedAt: number): void {
    try {
      this.#route(data, receivedAt)
    } catch (cause) {
      // An error must not reach the socket, which would close.
      this.#config.onError(new DecodeError(undefined, '', 'a frame', printFrame(data), { cause }))
    }
  }

  #route(data: FrameData, receivedAt: number): void {
    const { venue, streams, maxFrameBytes } = this.#config
    if (data.length > maxFrameBytes) return this.#rejectOversized(data)
    const frame = this.#frame
    frame.load(data)
    const end = venue.findStreamNameEnd(frame)
    if (end < 0) return this.#onControlFrame(frame, receivedAt)
    const stream = streams.find(frame.bytes, venue.streamNameStart, end)
    if (stream === undefined) this.#config.onUnrouted()
    else this.#deliver(stream, frame, receivedAt)
  }

  /** For transports without a limit of their own. */
  #rejectOversized(data: FrameData): void {
    const allowed = `at most ${this.#config.maxFrameBytes} bytes (maxFrameBytes)`
    this.#config.onError(new DecodeError(undefined, '', allowed, `${data.length}`))
  }

  #onControlFrame(frame: Frame, receivedAt: number): void {
    const { venue, streams, onReply, onError, onUnrouted } = this.#config
    const reply = venue.parseReply(frame.text)
    if (reply.type === 'unknown') return onError(reply.error)
    if (reply.type !== 'event') return onReply(reply)
    const stream = streams.get(reply.stream)
    if (stream === undefined) onUnrouted()
    else this.#deliver(stream, frame, receivedAt)
  }

  #deliver(stream: Stream<N>, frame: Frame, receivedAt: number): void {
    const { frames$, session } = this.#config
    // A merged stream records its frames in the order of its events.
    if (!frames$.observed || stream.isMerged) return stream.onFrame(frame, receivedAt, session)
    const before = stream.eventCount
    stream.onFrame(frame, receivedAt, session)
    if (stream.eventCount === before) return
    frames$.next({ stream: stream.name, receivedAt, bytes: frame.bytes.subarray(0, frame.length) })
  }
}

/** The start of a frame, for an error message. */
const printFrame = (data: FrameData): string =>
  printValue(typeof data === 'string' ? data : decodeUtf8(data.subarray(0, 100)))
