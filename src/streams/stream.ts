/**
 * One open stream: decodes its frames, checks their order, and delivers the events to its
 * subscribers.
 */
import type { SchedulerLike, Subject } from 'rxjs'
import type { Decoder, DecoderSink } from '../codec/decoder.js'
import type { Frame } from '../codec/frame.js'
import type { Channel } from '../model/channel.js'
import { type DecodeError, OutOfOrderError } from '../model/errors/frame-errors.js'
import type { MarketError } from '../validation/market-error.js'
import type { MarketEvent } from '../model/event.js'
import type { Gap } from '../model/gap.js'
import type { SequenceRule } from '../sequence/rule.js'
import type { MergerSink } from '../sequence/merger.js'
import { type Break, Sequence } from '../sequence/sequence.js'
import type { DecoderFactory } from '../venues/venue.js'
import { FanOut } from './fan-out.js'
import { MergedStream } from './merged-stream.js'
import type { RawFrames } from './raw-frames.js'

export interface StreamConfig<N> {
  readonly createDecoder: DecoderFactory<N>
  /** The order of a channel's events. */
  readonly sequence: (channel: Channel) => SequenceRule<MarketEvent<unknown>>
  /** Receives every event, after the stream's subscribers, while it is observed. */
  readonly events$: Pick<Subject<MarketEvent<N>>, 'observed' | 'next'>
  /** Receives each gap before the stream's subscribers do, and before the event after it. */
  readonly onGap: (gap: Gap) => void
  /** Returns the number of a new gap. */
  readonly nextGapId: () => number
  /** Receives what is wrong with a frame, or with a part of it. */
  readonly onError: (error: MarketError) => void
  /** Receives the frames of events while the stream is merged. */
  readonly frames$: RawFrames
  readonly scheduler: SchedulerLike
}

export class Stream<N> implements DecoderSink<MarketEvent<N>>, MergerSink<MarketEvent<N>> {
  readonly name: string
  readonly channel: Channel
  /** Whether its silence has been reported. */
  isReportedSilent = false
  readonly fanOut = new FanOut<MarketEvent<N>>()
  readonly #config: StreamConfig<N>
  readonly #decoder: Decoder
  readonly #rule: SequenceRule<MarketEvent<unknown>>
  readonly #sequence: Sequence<MarketEvent<N>>
  /** While more than one session carries the stream. */
  #merged: MergedStream<MarketEvent<N>> | undefined
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

  /** Whether more than one session carries it, or did until now. */
  get isMerged(): boolean {
    return this.#merged !== undefined
  }

  /** @param session the session that received the frame */
  onFrame(frame: Frame, receivedAt: number, session: number): void {
    this.#frameCount++
    if (this.#merged?.isKnown(frame, this.#decoder, receivedAt, session) === true) return
    this.#decoder.decode(frame, receivedAt)
  }

  /**
   * A session has opened that carries the stream.
   *
   * @param carrying the session that carries it already
   */
  join(session: number, carrying: number | undefined): void {
    if (this.#merged === undefined) {
      if (carrying === undefined) return
      this.#merged = this.#merge(carrying)
    }
    this.#merged.join(session)
  }

  /**
   * A session has ended that carried the stream.
   *
   * @param successor the one that is known to carry it instead
   */
  leave(session: number, successor: number | undefined): void {
    if (this.#merged === undefined) this.#sequence.interrupt()
    else this.#merged.leave(session, successor)
  }

  /** The exchange has forgotten the stream on a session. Another one may carry it. */
  forget(): void {
    if (this.#merged === undefined) this.#sequence.interrupt('loss')
  }

  /** Whether a session has delivered events that join those of the others. */
  isCarriedBy(session: number): boolean {
    return this.#merged?.isCarriedBy(session) ?? false
  }

  /** The stream was closed. */
  dispose(): void {
    this.#merged?.dispose()
  }

  event(event: MarketEvent<N>): void {
    if (this.#merged !== undefined) this.#merged.event(event)
    else if (this.#sequence.admit(event)) this.deliver(event)
  }

  deliver(event: MarketEvent<N>): void {
    this.#eventCount++
    this.fanOut.next(event)
    const { events$ } = this.#config
    // A Subject makes objects for each value even without observers.
    if (events$.observed) events$.next(event)
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

  #merge(session: number): MergedStream<MarketEvent<N>> {
    const { scheduler, frames$ } = this.#config
    const { last, interruption } = this.#sequence
    return new MergedStream<MarketEvent<N>>(
      {
        stream: this.name,
        rule: this.#rule,
        scheduler,
        frames$,
        sink: this,
        onSettled: (newest, isNewSession) => {
          this.#merged = undefined
          if (newest !== undefined) this.#sequence.continueAfter(newest, isNewSession)
        },
      },
      { session, last, interruption },
    )
  }

  /** The id of an event, or the time at which a state without one was received. */
  #describe(event: MarketEvent<N>): number {
    return this.#rule.idsOf?.(event).last ?? ('eventTime' in event ? event.eventTime : event.receivedAt)
  }
}
