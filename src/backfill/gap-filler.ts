/** Fills one gap after another with what is fetched from history. */
import { type Observable, type Subscription, tap } from 'rxjs'
import type { Gap } from '../model/gap.js'
import type { BackfillConfig, BackfillSink } from './backfill-config.js'
import { fill$, mayPass } from './fill.js'
import { endOf, type FailCause, type Filling, virtualGap } from './gap-ends.js'
import type { Past, PastEvent, PastQuery } from './past-kinds.js'

export interface GapFillerSink extends Pick<BackfillSink, 'event' | 'fetched' | 'gap' | 'ended'> {
  /** The gap has ended, filled or not. */
  onEnd(): void
}

export class GapFiller {
  readonly #config: BackfillConfig
  readonly #past: Past
  readonly #sink: GapFillerSink
  #filling: Filling | undefined
  /** The last event before what is still missing. */
  #last: PastEvent | undefined
  /**
   * What is still to be reported, in order. A subscriber may end the gap, or close the market, upon
   * each: what was to come before that is reported first.
   */
  readonly #reports: (() => void)[] = []

  constructor(config: BackfillConfig, past: Past, sink: GapFillerSink) {
    this.#config = config
    this.#past = past
    this.#sink = sink
  }

  /** Whether a gap is being filled, or its end reported. */
  get isActive(): boolean {
    return this.#filling !== undefined || this.#reports.length > 0
  }

  /** Fetches what is missing after `last`. The subscription is the request under way. */
  start(filling: Filling, last: PastEvent): Subscription {
    const { ask$, scheduler, report } = this.#config
    const { before } = filling
    const past = this.#past
    this.#filling = filling
    this.#last = last
    // Of several gaps, the shortest first: after it a stream is complete.
    const priority = 1 + 1 / (past.missingBetween(last, before) ?? 1)
    const askPage$ = (query: PastQuery): Observable<readonly PastEvent[]> =>
      // A temporary failure is repeated, and also reported.
      ask$(query, { priority }).pipe(tap({ error: (error: unknown) => mayPass(error) && report(error) }))
    return fill$(past, last, before, askPage$, scheduler).subscribe({
      next: event => this.#next(event),
      error: (error: unknown) => {
        report(error)
        this.end('backfillFailed')
      },
      complete: () => this.end('backfillFailed'),
    })
  }

  /** Ends the gap: filled, or with what is still missing and its cause. */
  end(cause: FailCause): void {
    const filling = this.#filling
    this.#filling = undefined
    if (filling !== undefined) {
      this.#addEnd(filling, this.#isFilled(filling) ? undefined : cause)
      this.#reports.push(() => this.#sink.onEnd())
    }
    this.#report()
  }

  /** Ends the gap for those who observe all gaps of the market, as the stream has no subscriber. */
  dispose(): void {
    const filling = this.#filling
    if (filling?.isVirtual !== false) return
    this.#filling = undefined
    this.#report()
    this.#sink.ended(this.#endOf(filling, this.#isFilled(filling) ? undefined : 'backfillFailed'))
  }

  #next(event: PastEvent): void {
    if (this.#filling === undefined) return
    if (this.#past.missingBetween(this.#last as PastEvent, event) !== 0) this.#skipTo(event, this.#filling)
    this.#filling.count++
    this.#last = event
    this.#reports.push(
      () => this.#sink.event(event),
      () => this.#sink.fetched(event),
    )
    this.#report()
  }

  #report(): void {
    for (let report = this.#reports.shift(); report !== undefined; report = this.#reports.shift()) report()
  }

  #isFilled({ before }: Filling): boolean {
    return this.#past.missingBetween(this.#last as PastEvent, before) === 0
  }

  /** History continues with `event`: what is before it is missing for good. */
  #skipTo(event: PastEvent, filling: Filling): void {
    this.#addEnd({ ...filling, before: event, count: filling.count + 1 }, 'backfillFailed')
    const { channel, nextGapId } = this.#config
    const { since, until } = filling.gap
    const rest = virtualGap(this.#past, { id: nextGapId(), channel }, event, filling.before)
    this.#filling = { ...filling, gap: { ...rest, since, until }, isVirtual: true, count: 0 }
  }

  #addEnd(filling: Filling, cause: FailCause | undefined): void {
    const ended = this.#endOf(filling, cause)
    if (cause !== undefined || !filling.isVirtual) this.#reports.push(() => this.#sink.ended(ended))
    if (cause !== undefined) this.#reports.push(() => this.#sink.gap(ended))
  }

  #endOf({ gap, before, count }: Filling, cause?: FailCause): Gap {
    return endOf(this.#past, gap, { last: this.#last as PastEvent, before, count }, cause)
  }
}
