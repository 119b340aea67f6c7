/**
 * One open stream: decodes its frames, checks their order, and delivers the events to its
 * subscribers.
 */
import type { Decoder, DecoderSink } from '../codec/decoder.js'
import type { Frame } from '../codec/frame.js'
import type { Channel } from '../model/channel.js'
import { type DecodeError, OutOfOrderError } from '../model/errors/frame-errors.js'
import type { MarketError } from '../validation/market-error.js'
import type { MarketEvent } from '../model/event.js'
import type { Gap } from '../model/gap.js'
import type { SequenceRule } from '../sequence/rule.js'
import { type Break, Sequence, type SequenceSink } from '../sequence/sequence.js'
import type { DecoderFactory } from '../venues/venue.js'
import { FanOut } from './fan-out.js'

export interface StreamConfig<N> {
  readonly createDecoder: DecoderFactory<N>
  /** The order of a channel's events. */
  readonly sequence: (channel: Channel) => SequenceRule<MarketEvent<unknown>>
  /** Receives every event, after the stream's subscribers. */
  readonly onEvent: (event: MarketEvent<N>) => void
  /** Receives each gap before the stream's subscribers do, and before the event after it. */
  readonly onGap: (gap: Gap) => void
  /** Returns the number of a new gap. */
  readonly nextGapId: () => number
  /** Receives what is wrong with a frame, or with a part of it. */
  readonly onError: (error: MarketError) => void
}

export class Stream<N> implements DecoderSink<MarketEvent<N>>, SequenceSink<MarketEvent<N>> {
  readonly name: string
  readonly channel: Channel
  /** Whether its silence has been reported. */
  isReportedSilent = false
  readonly fanOut = new FanOut<MarketEvent<N>>()
  readonly #config: StreamConfig<N>
  readonly #decoder: Decoder
  readonly #rule: SequenceRule<MarketEvent<unknown>>
  readonly #sequence: Sequence<MarketEvent<N>>
  #frameCount = 0
  #eventCount = 0

  constructor(name: string, channel: Channel, config: StreamConfig<N>) {
    this.name = name
    this.channel = channel
    this.#config = config
    this.#decoder = config.createDecoder(channel, this)
    this.#rule = config.sequence(channel)
    this.#sequence = new Sequence<MarketEvent<N>>(this.#rule, this)
  }

  /** The number of received frames, valid or not. */
  get frameCount(): number {
    return this.#frameCount
  }

  /** The number of delivered events. */
  get eventCount(): number {
    return this.#eventCount
  }

  onFrame(frame: Frame, receivedAt: number): void {
    this.#frameCount++
    this.#decoder.decode(frame, receivedAt)
  }

  /** The session ended that carried the stream. */
  interrupt(): void {
    this.#sequence.interrupt()
  }

  event(event: MarketEvent<N>): void {
    if (!this.#sequence.admit(event)) return
    this.#eventCount++
    this.fanOut.next(event)
    this.#config.onEvent(event)
  }

  error(error: DecodeError): void {
    this.#config.onError(error)
  }

  missing({ previous, event, cause, missing }: Break<MarketEvent<N>>): void {
    const { onGap, nextGapId } = this.#config
    const { idsOf } = this.#rule
    const gap: Gap = {
      type: 'gap',
      id: nextGapId(),
      channel: this.channel,
      ...(idsOf !== undefined && { after: idsOf(previous).last, before: idsOf(event).first }),
      ...(missing !== undefined && { missing }),
      since: previous.receivedAt,
      until: event.receivedAt,
      cause,
      state: 'open',
    }
    onGap(gap)
    this.fanOut.gap(gap)
  }

  outOfOrder(event: MarketEvent<N>, last: MarketEvent<N>): void {
    this.#config.onError(new OutOfOrderError(this.channel, this.#describe(event), this.#describe(last)))
  }

  /** The id of an event, or the time at which a state without one was received. */
  #describe(event: MarketEvent<N>): number {
    return this.#rule.idsOf?.(event).last ?? ('eventTime' in event ? event.eventTime : event.receivedAt)
  }
}
