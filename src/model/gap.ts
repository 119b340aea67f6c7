/** Gaps: what a stream should have carried and did not. */
import type { Channel } from './channel.js'

/**
 * Why something is missing.
 *
 * - `disconnect`: the connection was lost, and events passed meanwhile.
 * - `loss`: events did not arrive although the connection was up, or were dropped with
 *   `DECODE_FAILED`.
 * - `reset`: the exchange's numbers began again: it was restarted, its data were wiped, or a
 *   playback began again.
 * - `backfillFailed`: what is missing was requested and not received.
 * - `overflow`: more events arrived during a backfill than may wait.
 */
export type GapCause = 'disconnect' | 'loss' | 'reset' | 'backfillFailed' | 'overflow'

/**
 * The state of a gap. `open` while it may still be filled, then `filled`, `partial` or `lost`. A
 * `partial` gap, as it ends, describes the part that was not filled.
 */
export type GapState = 'open' | 'filled' | 'partial' | 'lost'

/**
 * Events that a stream should have carried and did not, between two events that it did carry.
 *
 * A gap is exact where the exchange numbers its events (trades, aggregate trades, block trades,
 * diffs) and for klines. It is a span of time where a stream only carries the latest state, such as
 * a ticker. A subscription's account begins with its first event: what the exchange sent before is
 * not a gap.
 */
export interface Gap {
  readonly type: 'gap'
  /**
   * Numbers the gaps of a market, from 1. A gap has the same number when it opens and when it ends.
   * Negative between `history` and the first live event, where no connection was lost, and for a
   * further part of a gap that history lacks: such a gap is emitted once, as it ends.
   */
  readonly id: number
  readonly channel: Channel
  /**
   * The id of the event before the gap: `tradeId`, `aggregateTradeId`, `updateId`, `lastUpdateId`,
   * or the `openTime` of a kline. Ids between `after` and `before` are missing. `undefined` for
   * kinds without ids, such as tickers.
   */
  readonly after?: number
  /** The id of the event after the gap; the first one where it has several. */
  readonly before?: number
  /**
   * The number of missing elements: trades, updates of the order book (one diff has several), or
   * closes of klines. It includes the kline `after` where that was still growing. `undefined` for
   * states and after a reset, where it cannot be known.
   */
  readonly missing?: number
  /** When the event before the gap was received: our clock, epoch milliseconds. */
  readonly since: number
  /** When the event after the gap was received: our clock, epoch milliseconds. */
  readonly until: number
  readonly cause: GapCause
  readonly state: GapState
}

/** Distinguishes gaps from the events of a stream. */
export const isGap = (item: { readonly type: string }): item is Gap => item.type === 'gap'

/** Options for the gaps of a subscription. */
export interface GapOptions {
  /**
   * Whether the subscription receives a {@link Gap} wherever events stay missing. A gap that began
   * before the subscription's first event is not sent to it.
   * @default false
   */
  readonly gaps?: boolean
}

/** Options for completing `trade$`, `aggTrade$` or `kline$` from the exchange's history. */
export interface BackfillOptions {
  /**
   * Whether missing events are fetched and emitted in their place, with `backfilled: true`. Live
   * events wait meanwhile. Default: the market's `backfill`, which is off by default.
   */
  readonly backfill?: boolean
  /**
   * Past elements to emit before the live ones, 1 to 10,000, with `backfilled: true`. They are
   * closed klines, trades or aggregate trades, and join the live ones without a hole or a
   * duplicate. Each subscription is emitted its own. Default: none.
   */
  readonly history?: number
}

/** Limits of the events that wait during a backfill. */
export interface BackfillLimits {
  /** Events of one channel that may wait. @default 10_000 */
  readonly capacity?: number
  /** Milliseconds that an event may wait. @default 30_000 */
  readonly maxDelay?: number
}

/** Whether a market's subscriptions are backfilled by default: `true`, or an object of limits. */
export type BackfillOption = boolean | BackfillLimits
