/**
 * The backfill of a market over any feed: one for each channel, shared, and the history of single
 * subscriptions.
 */
import { asyncScheduler, Observable, Subject, throwError } from 'rxjs'
import type { Feed } from '../feed.js'
import type { Channel } from '../model/channel.js'
import type { MarketError } from '../validation/market-error.js'
import type { MarketEvent } from '../model/event.js'
import type { Gap } from '../model/gap.js'
import { hasCode } from '../model/errors/is-market-error.js'
import { UnsupportedError } from '../model/errors/request-errors.js'
import { Failures } from '../streams/failures.js'
import { openAndLost } from '../streams/lost-gaps.js'
import { SharedChannels } from '../streams/shared-channels.js'
import { Backfill } from './backfill.js'
import type { BackfillConfig } from './backfill-config.js'
import type { BackfillSettings } from './backfill-settings.js'
import { hasPast, type PastChannel, type PastEvent } from './past-kinds.js'

/** The options of a subscription, without its channel. */
export interface Completion {
  readonly backfill: boolean
  readonly history: number
}

type Item<N> = MarketEvent<N> | Gap

export class MarketBackfill<N> {
  readonly #feed: Feed<N>
  readonly #settings: BackfillSettings
  readonly #report: (error: MarketError) => void
  readonly #fetched$ = new Subject<MarketEvent<N>>()
  readonly #ended$ = new Subject<Gap>()
  /** The open backfills, each with its channel if it fills gaps. */
  readonly #open = new Map<Backfill, PastChannel | undefined>()
  readonly #channels = new SharedChannels<N>(channel =>
    this.#run$(channel as PastChannel, { backfill: true, history: 0 }, this.#source$(channel)),
  )
  readonly #failures = new Failures()
  /** Codes of errors that would be the same for every gap, and have been reported. */
  readonly #reported = new Set<string>()
  #gapCount = 0

  /** @param report gets why something could not be fetched */
  constructor(feed: Feed<N>, settings: BackfillSettings, report: (error: MarketError) => void) {
    this.#feed = feed
    this.#settings = settings
    this.#report = report
  }

  /** A channel, completed from history. With `gaps` it emits a gap where events stay missing. */
  channel$(channel: Channel, completion: Completion, gaps: boolean): Observable<Item<N>> {
    const { backfill, history } = completion
    // Called for its checks as well.
    const source$ = this.#source$(channel)
    if (!hasPast(channel)) return source$
    if (history === 0) return this.#shared$(channel, gaps)
    const live$ = backfill ? this.#shared$(channel, true) : source$
    return this.#run$(channel, { backfill: false, history }, live$, gaps)
  }

  /** The feed's events and the backfilled ones. */
  events$(): Observable<MarketEvent<N>> {
    // The subscriber itself, so that live events cost nothing more.
    return new Observable(subscriber => {
      subscriber.add(this.#fetched$.subscribe(event => subscriber.next(event)))
      subscriber.add(this.#feed.events$.subscribe(subscriber))
    })
  }

  /** Each of the feed's gaps as it opens and as it ends. */
  gaps$(opened$: Observable<Gap>): Observable<Gap> {
    return new Observable(subscriber => {
      subscriber.add(this.#ended$.subscribe(gap => subscriber.next(gap)))
      subscriber.add(
        opened$.subscribe({
          next: gap => {
            const items = this.#isClaimed(gap) ? [gap] : openAndLost(gap)
            for (const item of items) subscriber.next(item)
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
    })
  }

  /** Ends every backfill that is under way. */
  close(): void {
    for (const backfill of [...this.#open.keys()]) backfill.close()
  }

  #shared$(channel: PastChannel, gaps: boolean): Observable<Item<N>> {
    return this.#failures.unlessHandled$<Item<N>>(this.#channels.channel$(channel, gaps))
  }

  #source$(channel: Channel): Observable<Item<N>> {
    return this.#feed.channel$(channel, { gaps: true })
  }

  #run$(
    channel: PastChannel,
    { backfill: fillsGaps, history }: Completion,
    source$: Observable<Item<N>>,
    gaps = true,
  ): Observable<Item<N>> {
    return new Observable(subscriber => {
      const backfill = new Backfill(this.#configOf(channel, fillsGaps, history), {
        event: event => subscriber.next(event as MarketEvent<N>),
        fetched: event => {
          if (fillsGaps) this.#fetched$.next(event as MarketEvent<N>)
        },
        gap: gap => {
          if (gaps) subscriber.next(gap)
        },
        ended: gap => this.#ended$.next(gap),
        error: error => {
          this.#failures.note(error)
          subscriber.error(error)
        },
        complete: () => subscriber.complete(),
      })
      this.#open.set(backfill, fillsGaps ? channel : undefined)
      subscriber.add(() => {
        this.#open.delete(backfill)
        backfill.dispose()
      })
      backfill.start(source$ as Observable<PastEvent | Gap>)
    })
  }

  #configOf(channel: PastChannel, fillsGaps: boolean, history: number): BackfillConfig {
    const feed = this.#feed
    return {
      channel,
      fillsGaps,
      history,
      ...this.#settings,
      scheduler: feed.scheduler ?? asyncScheduler,
      ask$: (query, options) =>
        feed.query$?.(query, options) ?? throwError(() => new UnsupportedError(query.kind)),
      // Those of the feed are positive.
      nextGapId: () => --this.#gapCount,
      report: error => this.#reportOnce(error as MarketError),
    }
  }

  #reportOnce(error: MarketError): void {
    const isPermanent = hasCode(error, 'UNSUPPORTED') || hasCode(error, 'INVALID_OPTION')
    if (isPermanent && this.#reported.has(error.code)) return
    this.#reported.add(error.code)
    this.#report(error)
  }

  /** Whether a backfill of its channel will end the gap. */
  #isClaimed(gap: Gap): boolean {
    if (gap.state !== 'open') return false
    for (const [backfill, channel] of this.#open)
      if (channel !== undefined && this.#isSameStream(channel, gap.channel) && backfill.claims(gap))
        return true
    return false
  }

  /** Whether one connection carries both channels, pinned or not, as one stream. */
  #isSameStream(a: Channel, b: Channel): boolean {
    const feed = this.#feed
    return haveSameFields(a, b) && feed.connectionOf?.(a) === feed.connectionOf?.(b)
  }
}

/** Whether two channels are equal, whichever connection each is pinned to. */
function haveSameFields(a: Channel, b: Channel): boolean {
  const { connection: _a, ...first } = a
  const { connection: _b, ...second } = b
  const fields = Object.entries(first)
  return (
    fields.length === Object.keys(second).length &&
    fields.every(([name, value]) => (second as Readonly<Record<string, unknown>>)[name] === value)
  )
}
