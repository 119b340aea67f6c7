/**
 * Completes one channel: fetches what is missing in it, and what was before it, while live events
 * wait.
 */
import { type Observable, Subscription } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import { type Gap, isGap } from '../model/gap.js'
import { toLost } from '../streams/lost-gaps.js'
import type { BackfillConfig, BackfillSink } from './backfill-config.js'
import { mayPass } from './fill.js'
import { asLost, type FailCause, type Filling, isFillable, type OpenGap, virtualGap } from './gap-ends.js'
import { GapFiller } from './gap-filler.js'
import { Held, type HeldItem } from './held.js'
import { HistoryJoin } from './history-join.js'
import { newest$ } from './newest.js'
import { type Past, type PastEvent, pastOf } from './past-kinds.js'

/** After what is missing, and before long histories, which nothing waits for. */
const HISTORY = { priority: -0.5 }

const isEvent = (item: PastEvent | Gap): item is PastEvent => !isGap(item)

export class Backfill {
  readonly #config: BackfillConfig
  readonly #sink: BackfillSink
  readonly #past: Past
  readonly #source = new Subscription()
  readonly #held = new Held<PastEvent | Gap>()
  /** The last event that was emitted. */
  #last: PastEvent | undefined
  /** The last event that the feed has emitted. */
  #lastLive: PastEvent | undefined
  #open: OpenGap | undefined
  readonly #filler: GapFiller
  /** The requests and timers under way; live items wait while there are any. */
  #work: Subscription | undefined
  #isDraining = false
  readonly #join: HistoryJoin
  #isSourceComplete = false
  #isClosed = false

  constructor(config: BackfillConfig, sink: BackfillSink) {
    this.#config = config
    this.#sink = sink
    this.#past = pastOf(config.channel)
    this.#join = new HistoryJoin(this.#past)
    this.#filler = new GapFiller(config, this.#past, {
      event: event => this.#emit(event),
      fetched: event => sink.fetched(event),
      ended: gap => sink.ended(gap),
      gap: gap => sink.gap(gap),
      onEnd: () => this.#resume(),
    })
  }

  start(source$: Observable<PastEvent | Gap>): void {
    const { history } = this.#config
    if (history > 0) this.#work = new Subscription()
    // Before anything is asked, so that nothing falls between the answer and the first live event.
    this.#source.add(
      source$.subscribe({
        next: item => this.#next(item),
        error: (error: unknown) => {
          this.close()
          this.#sink.error(error)
        },
        complete: () => {
          this.#isSourceComplete = true
          if (this.#work === undefined) this.#sink.complete()
        },
      }),
    )
    if (history > 0) this.#askHistory(history)
  }

  /** Whether this backfill will receive, and end, a gap of the channel that was just found. */
  claims({ after }: Gap): boolean {
    const last = this.#lastLive
    return last !== undefined && (after === undefined || after === this.#past.idOf(last))
  }

  /** Ends what is under way: what has not been fetched stays missing, and what waits is emitted. */
  close(): void {
    this.#isClosed = true
    this.#giveUp('backfillFailed')
  }

  /** Releases everything. Open gaps end. */
  dispose(): void {
    this.#isClosed = true
    this.#source.unsubscribe()
    this.#work?.unsubscribe()
    this.#filler.dispose()
    if (this.#open !== undefined) this.#sink.ended(asLost(this.#open.gap))
    if (this.#config.fillsGaps) this.#held.forEach(item => isGap(item) && this.#sink.ended(asLost(item)))
    this.#held.clear()
  }

  #next(item: PastEvent | Gap): void {
    const isIdle = this.#work === undefined && !this.#isDraining && this.#held.size === 0
    if (isEvent(item)) {
      this.#lastLive = item
      // The usual case.
      if (isIdle && this.#open === undefined && !this.#join.isPending) return this.#emit(item)
    }
    const { scheduler, capacity, maxDelay } = this.#config
    this.#held.push(item, monotonicNow(scheduler))
    if (this.#work === undefined) return this.#drain()
    if (this.#held.size > capacity) return this.#giveUp('overflow')
    // The time limit of a gap runs from its arrival, that of history from the first waiting item.
    if (this.#held.size === 1 && !this.#filler.isActive) this.#work.add(this.#deadline(maxDelay))
  }

  #emit(event: PastEvent): void {
    this.#last = event
    this.#sink.event(event)
  }

  /** Emits what was held, until something must be fetched again. */
  #drain(): void {
    if (this.#isDraining) return
    this.#isDraining = true
    try {
      for (let first = this.#held.peek(); first !== undefined; first = this.#held.peek()) {
        this.#step(first)
        if (this.#work !== undefined) return
      }
    } finally {
      this.#isDraining = false
    }
    if (this.#isSourceComplete) this.#sink.complete()
  }

  /** Handles the first of the held items, unless something must be fetched before it. */
  #step({ item, at }: HeldItem<PastEvent | Gap>): void {
    if (isGap(item)) return this.#onGap(item, at)
    if (this.#join.isPending && this.#isKnown(item, at)) return this.#held.shift()
    const open = this.#open
    this.#open = undefined
    if (open !== undefined) {
      if (!this.#isClosed && isFillable(this.#past, open.gap, this.#last, item))
        return this.#fill({ ...open, before: item, count: 0 })
      this.#lose(open.gap)
    }
    this.#held.shift()
    this.#emit(item)
  }

  #onGap(gap: Gap, at: number): void {
    this.#held.shift()
    const mayFill = this.#config.fillsGaps && gap.state === 'open'
    // What is missing after history is found with the next event; a live event that history has, and
    // that was dropped, does not show it.
    if (this.#join.isComparing) {
      if (mayFill) this.#sink.ended(asLost(gap))
      return
    }
    if (!mayFill) return this.#sink.gap(toLost<Gap>(gap))
    if (this.#open !== undefined) this.#lose(this.#open.gap)
    this.#open = { gap, at, isVirtual: false }
  }

  /**
   * Compares a live event with the end of history. Returns whether it is in it, and to be dropped.
   */
  #isKnown(event: PastEvent, at: number): boolean {
    const failure = this.#join.takeFailure()
    if (failure !== undefined) this.#lose({ ...this.#virtualGap(event), cause: failure })
    const junction = this.#join.meet(event, this.#last)
    if (junction === 'gap') this.#open = { gap: this.#virtualGap(event), at, isVirtual: true }
    if (junction === 'reset') this.#lose({ ...this.#virtualGap(event), cause: 'reset' })
    return junction === 'known'
  }

  #virtualGap(event: PastEvent): Gap {
    const { channel, nextGapId } = this.#config
    return virtualGap(this.#past, { id: nextGapId(), channel }, this.#last, event)
  }

  #askHistory(count: number): void {
    const { report, ask$ } = this.#config
    const work = this.#work
    if (work === undefined || this.#source.closed) return
    const firstLive = (): PastEvent | undefined => this.#held.find(isEvent)
    work.add(
      newest$(this.#past, count, firstLive, query => ask$(query, HISTORY)).subscribe({
        next: elements => {
          for (const element of elements) {
            if (this.#source.closed) return
            this.#emit(element)
          }
          this.#join.begin(elements)
        },
        error: (error: unknown) => {
          if (!mayPass(error)) return this.#sink.error(error)
          report(error)
          this.#giveUp('backfillFailed')
        },
        complete: () => this.#resume(),
      }),
    )
  }

  #fill(filling: Filling): void {
    const { scheduler, maxDelay } = this.#config
    const work = new Subscription()
    this.#work = work
    work.add(this.#deadline(Math.max(0, filling.at + maxDelay - monotonicNow(scheduler))))
    work.add(this.#filler.start(filling, this.#last as PastEvent))
  }

  #deadline(delay: number): Subscription {
    return this.#config.scheduler.schedule(() => this.#giveUp('backfillFailed'), delay)
  }

  /** Goes on without what has not been fetched. */
  #giveUp(cause: FailCause): void {
    if (this.#work === undefined) return
    if (this.#filler.isActive) return this.#filler.end(cause)
    this.#join.fail(cause)
    this.#resume()
  }

  #resume(): void {
    const work = this.#work
    this.#work = undefined
    work?.unsubscribe()
    this.#drain()
  }

  #lose(gap: Gap): void {
    this.#sink.ended(asLost(gap))
    this.#sink.gap(asLost(gap))
  }
}
