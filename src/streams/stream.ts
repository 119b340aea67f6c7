/** One open stream: decodes its frames and delivers the events to its subscribers. */
import type { Decoder, DecoderSink } from '../codec/decoder.js'
import type { Frame } from '../codec/frame.js'
import type { Channel } from '../model/channel.js'
import type { DecodeError, MarketError } from '../model/errors.js'
import type { MarketEvent } from '../model/event.js'
import type { DecoderFactory } from '../venues/venue.js'
import { FanOut } from './fan-out.js'

export interface StreamConfig<N> {
  readonly createDecoder: DecoderFactory<N>
  /** Receives every event, after the stream's subscribers. */
  readonly onEvent: (event: MarketEvent<N>) => void
  /** Receives the error of a frame, or of an element of it. */
  readonly onError: (error: MarketError) => void
}

export class Stream<N> implements DecoderSink<MarketEvent<N>> {
  readonly name: string
  readonly channel: Channel
  /** Whether its silence has been reported. */
  isReportedSilent = false
  readonly fanOut = new FanOut<MarketEvent<N>>()
  readonly #config: StreamConfig<N>
  readonly #decoder: Decoder
  #frameCount = 0
  #eventCount = 0

  constructor(name: string, channel: Channel, config: StreamConfig<N>) {
    this.name = name
    this.channel = channel
    this.#config = config
    this.#decoder = config.createDecoder(channel, this)
  }

  /** The number of frames received, decodable or not. */
  get frameCount(): number {
    return this.#frameCount
  }

  /** The number of events delivered. */
  get eventCount(): number {
    return this.#eventCount
  }

  onFrame(frame: Frame, receivedAt: number): void {
    this.#frameCount++
    this.#decoder.decode(frame, receivedAt)
  }

  event(event: MarketEvent<N>): void {
    this.#eventCount++
    this.fanOut.next(event)
    this.#config.onEvent(event)
  }

  error(error: DecodeError): void {
    this.#config.onError(error)
  }
}
