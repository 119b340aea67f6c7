/** Feed: the port that every source of market data implements. */
import type { Observable, SchedulerLike } from 'rxjs'
import type { Channel } from './model/channel.js'
import type { MarketError } from './validation/market-error.js'
import type { EventOf, MarketEvent } from './model/event.js'
import type { FeedStats } from './model/feed-stats.js'
import type { Gap, GapOptions } from './model/gap.js'
import type { AnswerOf, Query, QueryOptions } from './model/query.js'
import type { RawFrame } from './model/raw-frame.js'
import type { ConnectionStatus } from './model/status.js'

/**
 * A source of market data: the live exchange, a marble diagram, or your own. Pass it to
 * {@link createMarket}.
 */
export interface Feed<N = number> {
  /**
   * The events of one channel: cold, shared among its subscribers (see {@link shareChannels}).
   * `channel` has been checked.
   */
  channel$<C extends Channel>(channel: C): Observable<EventOf<C['kind'], N>>
  /**
   * The same with gaps in their place: between the events that they are between, not before the
   * subscription's first event. A feed that knows of no gaps ignores the options.
   */
  channel$<C extends Channel>(channel: C, options: GapOptions): Observable<EventOf<C['kind'], N> | Gap>
  /** The lifecycle of the connections behind the feed. */
  readonly connection$: Observable<ConnectionStatus>
  /** Dropped frames and rejected commands. */
  readonly errors$: Observable<MarketError>
  /** Every event delivered on any channel. */
  readonly events$: Observable<MarketEvent<N>>
  /**
   * Each gap of any channel, with the state `open`. Emitted before the event that reveals it. The
   * market ends it. Default: none; `market.gaps$` then emits nothing.
   */
  readonly gaps$?: Observable<Gap>
  /**
   * Each delivered frame as it was received, after deduplication and in the order of delivery.
   * Costs nothing while it has no subscriber. Default: none; `market.frames$` then emits nothing.
   */
  readonly frames$?: Observable<RawFrame>
  /**
   * Counters of the feed: the present ones on subscribe, then each change. Default: none;
   * `market.stats$` then emits nothing.
   */
  readonly stats$?: Observable<FeedStats>
  /**
   * Asks once: emits the answer and completes. Cold: each subscription sends its own request, and
   * unsubscribing cancels it. The answer is one page; what follows it is another query. `query` has
   * been checked. Default: none; the market's history then errors with `UNSUPPORTED`.
   */
  query$?<Q extends Query>(query: Q, options?: QueryOptions): Observable<AnswerOf<Q, N>>
  /**
   * The connection that carries a channel now, as `connection` of its statuses, so that `book$` is
   * stale only when its own drops. `undefined` where that is not known. Default: any may.
   */
  connectionOf?(channel: Channel): number | undefined
  /**
   * The function that converts decimals, if it is not `Number`: `book$` compares prices by it.
   * Default: `Number`.
   */
  readonly numeric?: (decimal: string) => N
  /**
   * The clock of the feed, for features above it, such as `book$`. Default: RxJS's
   * `asyncScheduler`.
   */
  readonly scheduler?: SchedulerLike
  /** Completes every observable; resolves when the source is closed. */
  close(): Promise<void>
}
