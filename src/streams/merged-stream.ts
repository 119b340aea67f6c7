/**
 * A stream while more than one session carries it: merges them, on the scheduler, and records
 * frames in the order of their events.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import type { Decoder } from '../codec/decoder.js'
import type { Frame } from '../codec/frame.js'
import { type Before, Merger, type MergerSink } from '../sequence/merger.js'
import type { SequenceRule } from '../sequence/rule.js'
import type { RawFrames } from './raw-frames.js'

export interface MergedStreamConfig<E> {
  readonly stream: string
  readonly rule: SequenceRule<E>
  readonly scheduler: SchedulerLike
  readonly frames$: RawFrames
  readonly sink: MergerSink<E>
  /** One session is left, or none: nothing is left to merge. */
  readonly onSettled: (last: E | undefined, isInterrupted: boolean) => void
}

interface Recorded {
  readonly receivedAt: number
  readonly bytes: Uint8Array
}

export class MergedStream<E extends object> {
  readonly #config: MergedStreamConfig<E>
  readonly #merger: Merger<E>
  /** The frames of events, where they are recorded. */
  readonly #recorded = new WeakMap<E, Recorded>()
  #timer: Subscription | undefined
  #isDisposed = false
  #frame: Frame | undefined
  #receivedAt = 0
  #session = 0

  constructor(config: MergedStreamConfig<E>, before: Before<E>) {
    this.#config = config
    const { rule, scheduler, sink } = config
    this.#merger = new Merger<E>(
      rule,
      {
        deliver: event => this.#deliver(event),
        missing: found => sink.missing(found),
        outOfOrder: (event, last) => sink.outOfOrder(event, last),
      },
      () => monotonicNow(scheduler),
      before,
    )
  }

  join(session: number): void {
    this.#merger.join(session)
  }

  leave(session: number, successor: number | undefined): void {
    this.#merger.leave(session, successor)
    this.#onChange()
  }

  isCarriedBy(session: number): boolean {
    return this.#merger.isCarriedBy(session)
  }

  /**
   * A frame has come. Returns whether its event was delivered already; otherwise the next event is
   * of this frame.
   *
   * @param decoder reads the ids of the event, which are looked at only where a session lags behind
   */
  isKnown(frame: Frame, decoder: Decoder, receivedAt: number, session: number): boolean {
    if (this.#merger.isBehind(session)) {
      const ids = decoder.peekIds(frame)
      if (ids !== undefined && this.#merger.passOver(ids, session)) return true
    }
    this.#frame = frame
    this.#receivedAt = receivedAt
    this.#session = session
    return false
  }

  event(event: E): void {
    if (this.#config.frames$.observed) this.#record(event)
    this.#merger.admit(event, this.#session)
    this.#onChange()
  }

  /** Releases its timer; what waits is not delivered. */
  dispose(): void {
    this.#isDisposed = true
    this.#timer?.unsubscribe()
  }

  /** Copied, as the event may wait and the buffer is that of the next frame then. */
  #record(event: E): void {
    const frame = this.#frame as Frame
    this.#recorded.set(event, {
      receivedAt: this.#receivedAt,
      bytes: frame.bytes.slice(0, frame.length),
    })
  }

  #deliver(event: E): void {
    const { frames$, sink, stream } = this.#config
    sink.deliver(event)
    const recorded = frames$.observed ? this.#recorded.get(event) : undefined
    if (recorded !== undefined) frames$.next({ stream, ...recorded })
  }

  #onChange(): void {
    if (this.#isDisposed) return
    const merger = this.#merger
    if (merger.isSettled) {
      this.dispose()
      return this.#config.onSettled(merger.last, merger.isInterrupted)
    }
    if (this.#timer === undefined && merger.deadline < Infinity) this.#schedule()
  }

  #schedule(): void {
    const { scheduler } = this.#config
    const delay = Math.max(0, this.#merger.deadline - monotonicNow(scheduler))
    this.#timer = scheduler.schedule(() => {
      // An event that arrives at this very moment is in time.
      this.#timer = scheduler.schedule(() => {
        this.#timer = undefined
        this.#merger.expire()
        this.#onChange()
      })
    }, delay)
  }
}
