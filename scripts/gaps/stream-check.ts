/** Decodes the frames of one stream and checks their order, with the library's own rules. */
import { Frame } from '../../src/codec/frame.js'
import type { Channel, GapCause, MarketEvent } from '../../src/index.js'
import type { IdRange, SequenceRule } from '../../src/sequence/rule.js'
import { Sequence } from '../../src/sequence/sequence.js'
import { spot } from '../../src/venues/binance/spot.js'
import type { RecordedFrame } from './parse-line.js'

/** What is missing between two events. */
export interface FoundGap {
  readonly after: number | undefined
  readonly before: number | undefined
  readonly missing: number | undefined
  readonly cause: GapCause
  /** Times of receipt of the events beside it, where the recording has times. */
  readonly since: number | undefined
  readonly until: number | undefined
  /** The frame after it. */
  readonly at: RecordedFrame['at']
  /** The index of that frame among those of its stream. */
  readonly index: number
}

/** An event that was admitted. */
export interface Admitted {
  /** The index of its frame among those of its stream. */
  readonly index: number
  readonly ids: IdRange | undefined
  /** Whether it closes a kline. */
  readonly isClosed: boolean
  /** Of a kline, in the unit of its times. */
  readonly length: number
}

const createDecoder = spot.decoders<string>(String, true)

export class StreamCheck {
  frames = 0
  events = 0
  repeated = 0
  outOfOrder = 0
  /** Frames that are not as documented, and the first of them. */
  invalid = 0
  firstInvalid: string | undefined
  readonly gaps: FoundGap[] = []
  readonly admitted: Admitted[] = []
  readonly rule: SequenceRule<MarketEvent<unknown>>
  readonly #keepsEvents: boolean
  readonly #sequence: Sequence<MarketEvent<unknown>>
  readonly #decode: (text: string) => void
  #frame: RecordedFrame | undefined
  #previousTime: number | undefined
  #index = -1

  /** @param keepsEvents whether to collect {@link admitted} */
  constructor(
    readonly stream: string,
    readonly channel: Channel,
    keepsEvents = false,
  ) {
    this.#keepsEvents = keepsEvents
    this.rule = spot.sequence(channel)
    const { idsOf, orderOf } = this.rule
    this.#sequence = new Sequence(this.rule, {
      missing: ({ previous, event, cause, missing }) => {
        this.gaps.push({
          after: idsOf?.(previous).last,
          before: idsOf?.(event).first,
          missing,
          cause,
          since: this.#previousTime,
          until: this.#frame?.time,
          at: this.#frame?.at ?? { file: '', line: 0 },
          index: this.#index,
        })
      },
      outOfOrder: (event, last) => {
        if (orderOf(last, event, false).type === 'repeated') this.repeated++
        else this.outOfOrder++
      },
    })
    const frame = new Frame()
    const decoder = createDecoder(channel, {
      event: event => this.#onEvent(event),
      error: ({ message }) => {
        this.invalid++
        this.firstInvalid ??= `${this.#frame?.at.file}:${this.#frame?.at.line}: ${message}`
      },
    })
    this.#decode = text => {
      frame.load(text)
      decoder.decode(frame, 0)
    }
  }

  /** @param index the index of the frame among those of the stream, where some were left out */
  add(frame: RecordedFrame, index = this.frames): void {
    this.frames++
    this.#frame = frame
    this.#index = index
    this.#decode(frame.text)
  }

  #onEvent(event: MarketEvent<unknown>): void {
    if (!this.#sequence.admit(event)) return
    this.events++
    this.#previousTime = this.#frame?.time
    if (!this.#keepsEvents) return
    const isKline = event.type === 'kline'
    this.admitted.push({
      index: this.#index,
      ids: this.rule.idsOf?.(event),
      isClosed: isKline && event.isClosed,
      length: isKline ? event.closeTime - event.openTime + 1 : 0,
    })
  }
}
