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
  /** Receives what is wrong with a frame, or with a part of it. */
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

  /** How many frames have come, whatever was in them. */
  get frameCount(): number {
    return this.#frameCount
  }

  /** How many events its frames have carried. */
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
