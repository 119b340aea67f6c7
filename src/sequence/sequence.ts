/** The order of one stream's events: admits each one in its turn, and finds what is missing. */
import type { GapCause } from '../model/gap.js'
import type { SequenceRule } from './rule.js'

/** A break between two events. */
export interface Break<E> {
  readonly previous: E
  /** The first event after it. */
  readonly event: E
  readonly cause: Extract<GapCause, 'disconnect' | 'loss' | 'reset'>
  readonly missing?: number
}

/** Why a stream was interrupted: its session ended, or the exchange forgot it (`loss`). */
export type Interruption = Extract<GapCause, 'disconnect' | 'loss'>

/** Receives the findings of a {@link Sequence}. */
export interface SequenceSink<E> {
  /** Called before the event after it is admitted. */
  missing(found: Break<E>): void
  /** An event was not admitted: on one session it came after `last`, which is as new or newer. */
  outOfOrder(event: E, last: E): void
}

/**
 * The number of consecutive out-of-order events, each newer than the one before, that prove a
 * restart of the ids: only a restarted exchange sends so many. Otherwise a stream without event
 * times would be silent from then on.
 */
const MAX_OUT_OF_ORDER = 10

export class Sequence<E> {
  readonly #rule: SequenceRule<E>
  readonly #sink: SequenceSink<E>
  /** The last event; `undefined` before the first. */
  #last: E | undefined
  /** The mark of the last event, where the next one is expected to follow it in the usual way. */
  #mark = NaN
  /** The cause of a gap since the last event; `undefined` where the stream was not interrupted. */
  #interruption: Interruption | undefined
  /**
   * The last of the out-of-order events, each newer than the one before, since the last one that
   * was admitted.
   */
  #lastRejected: E | undefined
  #rejectedCount = 0

  constructor(rule: SequenceRule<E>, sink: SequenceSink<E>) {
    this.#rule = rule
    this.#sink = sink
  }

  /** The last event that was admitted. */
  get last(): E | undefined {
    return this.#last
  }

  /** Why the stream was interrupted since the last event; `undefined` where it was not. */
  get interruption(): Interruption | undefined {
    return this.#interruption
  }

  /**
   * The mark by which the next event is recognized, see {@link SequenceRule.advance}; settable, for
   * events recognized by their id alone.
   */
  get mark(): number {
    return this.#mark
  }

  set mark(mark: number) {
    this.#mark = mark
  }

  /** Admits an event that is known to be the next one, with its mark. */
  follow(event: E, mark: number): void {
    this.#mark = mark
    this.#last = event
  }

  /** Goes on after an event that was admitted elsewhere. */
  continueAfter(last: E, isInterrupted: boolean): void {
    this.#accept(last)
    if (isInterrupted) this.interrupt()
  }

  /** Whether `event` is to be delivered. Costs one comparison where it is the next one. */
  admit(event: E): boolean {
    const mark = this.#rule.advance(this.#mark, event)
    if (Number.isNaN(mark)) return this.#decide(event)
    this.follow(event, mark)
    return true
  }

  /** The stream was interrupted. */
  interrupt(cause: Interruption = 'disconnect'): void {
    this.#mark = NaN
    this.#interruption = cause
  }

  #decide(event: E): boolean {
    const previous = this.#last
    if (previous === undefined) return this.#accept(event)
    const interruption = this.#interruption
    const isNewSession = interruption !== undefined
    const order = this.#rule.orderOf(previous, event, isNewSession)
    switch (order.type) {
      case 'next':
        return this.#accept(event)
      case 'gap':
        return this.#resume({
          previous,
          event,
          cause: interruption ?? 'loss',
          ...(order.missing !== undefined && { missing: order.missing }),
        })
      case 'reset':
        return this.#resume({ previous, event, cause: 'reset' })
      case 'repeated':
      case 'late':
        return this.#reject(previous, event, isNewSession)
    }
  }

  #resume(found: Break<E>): true {
    // Accepted first, as a subscriber of gaps may run anything.
    this.#accept(found.event)
    this.#sink.missing(found)
    return true
  }

  #accept(event: E): true {
    this.#last = event
    this.#mark = this.#rule.markOf(event)
    this.#lastRejected = undefined
    this.#interruption = undefined
    return true
  }

  #reject(previous: E, event: E, isNewSession: boolean): boolean {
    // The next one is decided about, as it may end a run.
    this.#mark = NaN
    this.#interruption = undefined
    // A new session may begin with events that the old one delivered.
    if (isNewSession) return false
    this.#rejectedCount = this.#isNewest(event) ? this.#rejectedCount + 1 : 1
    this.#lastRejected = event
    if (this.#rejectedCount >= MAX_OUT_OF_ORDER) return this.#resume({ previous, event, cause: 'reset' })
    this.#sink.outOfOrder(event, previous)
    return false
  }

  /** Whether `event` is newer than the last rejected one. */
  #isNewest(event: E): boolean {
    if (this.#lastRejected === undefined) return false
    const { type } = this.#rule.orderOf(this.#lastRejected, event, false)
    return type === 'next' || type === 'gap'
  }
}
