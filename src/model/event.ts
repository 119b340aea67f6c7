/**
 * Events: what channels emit. `N` is the type of decimals: `number` by default.
 *
 * Times named `…Time` or `…At` are epoch milliseconds (`receivedAt` always; the exchange's own are
 * epoch microseconds on a market made with `timeUnit: 'microsecond'`). The meanings of fields are
 * documented in the exchange's web-socket-streams.md.
 */
import type { Kind, RollingWindow, TimeZone } from './channel.js'
import type { Freq } from './freq.js'

interface EventBase<K extends Kind> {
  /** The kind of the channel that emitted this event. */
  readonly type: K
  /** When the frame reached us: our clock, epoch milliseconds. */
  readonly receivedAt: number
}

interface SymbolEvent<K extends Kind> extends EventBase<K> {
  /** The trading pair in upper case, such as `BTCUSDT`. */
  readonly symbol: string
}

interface TimedEvent<K extends Kind> extends SymbolEvent<K> {
  /**
   * When the exchange sent it: its clock, epoch milliseconds (microseconds with
   * `timeUnit: 'microsecond'`).
   */
  readonly eventTime: number
}

/**
 * One price of an order book and the quantity resting there. In a diff, quantity 0 removes the
 * level.
 */
export type PriceLevel<N = number> = readonly [price: N, quantity: N]

interface Statistics<N> {
  /** First price of the window. */
  readonly openPrice: N
  readonly highPrice: N
  readonly lowPrice: N
  /** The last traded price. */
  readonly price: N
  /** Traded volume in the base asset. */
  readonly volume: N
  /** Traded volume in the quote asset. */
  readonly quoteVolume: N
}

interface WindowStatistics<N> extends Statistics<N> {
  /** `price - openPrice`. */
  readonly priceChange: N
  /** The change in percent: 2.5 means 2.5 %. */
  readonly priceChangePercent: N
  /** Volume-weighted average price of the window. */
  readonly weightedAveragePrice: N
  /** Start of the window: the exchange's clock, in the unit of `eventTime`. */
  readonly openTime: number
  /** End of the window: the exchange's clock, in the unit of `eventTime`. */
  readonly closeTime: number
  readonly firstTradeId: number
  readonly lastTradeId: number
  readonly tradeCount: number
}

/** Statistics of the last 24 hours (a rolling window, not the UTC day), every second. */
export interface Ticker<N = number> extends TimedEvent<'ticker'>, WindowStatistics<N> {
  /** Price of the last trade before the window. */
  readonly previousClosePrice: N
  /** Quantity of the last trade. */
  readonly lastQuantity: N
  /** Best bid price. */
  readonly bidPrice: N
  /** Quantity at the best bid, in the base asset. */
  readonly bidQuantity: N
  /** Best ask price. */
  readonly askPrice: N
  /** Quantity at the best ask, in the base asset. */
  readonly askQuantity: N
}

/** The short form of {@link Ticker}, every second. */
export interface MiniTicker<N = number> extends TimedEvent<'miniTicker'>, Statistics<N> {}

/**
 * Statistics of the last 1 h, 4 h or 1 d, every second. The window begins on a whole minute, so it
 * may be up to 59,999 ms wider.
 */
export interface RollingTicker<N = number> extends TimedEvent<'rollingTicker'>, WindowStatistics<N> {
  readonly window: RollingWindow
}

interface TradeFields<N> {
  /** In the quote asset. */
  readonly price: N
  /** In the base asset. */
  readonly quantity: N
  /** When it was traded: the exchange's clock, in the unit of `eventTime`. */
  readonly tradeTime: number
  /** `true` when the buyer's order was resting: the taker sold. */
  readonly isBuyerMaker: boolean
}

interface Backfillable {
  /**
   * Present where the event was fetched from the exchange's history. Its `eventTime` is then the
   * time of the trade or the close of the kline. While the kline is open it is the time of the
   * answer.
   */
  readonly backfilled?: true
}

/** One trade between one buyer and one seller. */
export interface Trade<N = number> extends TimedEvent<'trade'>, TradeFields<N>, Backfillable {
  readonly tradeId: number
}

/** The trades of one taker order at one price, aggregated. */
export interface AggTrade<N = number> extends TimedEvent<'aggTrade'>, TradeFields<N>, Backfillable {
  readonly aggregateTradeId: number
  readonly firstTradeId: number
  readonly lastTradeId: number
}

/** A block trade, agreed outside the order book. */
export interface BlockTrade<N = number> extends TimedEvent<'blockTrade'>, TradeFields<N> {
  readonly tradeId: number
}

/** A candlestick, every second for `1s` and every two seconds for the others, until `isClosed`. */
export interface Kline<N = number> extends TimedEvent<'kline'>, Backfillable {
  readonly freq: Freq
  readonly timeZone: TimeZone
  /** First moment of the interval: the exchange's clock, in the unit of `eventTime`. */
  readonly openTime: number
  /** Last moment of the interval, one unit before the next one's `openTime`. */
  readonly closeTime: number
  /** -1 while the kline has no trade, and where it was fetched from history, which has no ids. */
  readonly firstTradeId: number
  /** -1 as `firstTradeId`. */
  readonly lastTradeId: number
  readonly openPrice: N
  readonly closePrice: N
  readonly highPrice: N
  readonly lowPrice: N
  /** Traded volume in the base asset. */
  readonly volume: N
  /** Traded volume in the quote asset. */
  readonly quoteVolume: N
  /** Base volume that takers bought. */
  readonly takerBuyVolume: N
  /** Quote volume that takers bought. */
  readonly takerBuyQuoteVolume: N
  readonly tradeCount: number
  /** `true` once: the kline is final and the next one begins. */
  readonly isClosed: boolean
}

/** The best bid and ask, at each change. Has no `eventTime`: the exchange gives none. */
export interface BookTicker<N = number> extends SymbolEvent<'bookTicker'> {
  /** The update of the order book, as `lastUpdateId` of a {@link DepthDiff}. */
  readonly updateId: number
  /** Best bid price. */
  readonly bidPrice: N
  /** Quantity at the best bid, in the base asset. */
  readonly bidQuantity: N
  /** Best ask price. */
  readonly askPrice: N
  /** Quantity at the best ask, in the base asset. */
  readonly askQuantity: N
}

/** The average price over a fixed interval, every second. */
export interface AvgPrice<N = number> extends TimedEvent<'avgPrice'> {
  /** The interval averaged over, such as `5m`. */
  readonly interval: string
  readonly averagePrice: N
  /** When its last trade was: the exchange's clock, in the unit of `eventTime`. */
  readonly lastTradeTime: number
}

/** The exchange's reference price, every second. */
export interface ReferencePrice<N = number> extends SymbolEvent<'referencePrice'> {
  /** `null` when the symbol has none. */
  readonly referencePrice: N | null
  /** When the price was valid: the engine's clock. */
  readonly validAt: number
}

/**
 * A full snapshot of the best levels of the order book. `symbol` comes from the channel: the
 * payload has none.
 */
export interface Depth<N = number> extends SymbolEvent<'depth'> {
  /** The last update of the order book that is in it. */
  readonly lastUpdateId: number
  /** Best (highest) first. */
  readonly bids: readonly PriceLevel<N>[]
  /** Best (lowest) first. */
  readonly asks: readonly PriceLevel<N>[]
}

/** The levels that changed since the previous diff; quantity 0 removes the level. */
export interface DepthDiff<N = number> extends TimedEvent<'depthDiff'> {
  /** One more than the `lastUpdateId` of the diff before, when nothing was missed. */
  readonly firstUpdateId: number
  /** The last update of the order book that is in it. */
  readonly lastUpdateId: number
  readonly bids: readonly PriceLevel<N>[]
  readonly asks: readonly PriceLevel<N>[]
}

/** The mini tickers of every symbol that changed in the last second. */
export interface AllMiniTickers<N = number> extends EventBase<'allMiniTickers'> {
  readonly tickers: readonly MiniTicker<N>[]
}

/** The rolling tickers of every symbol that changed in the last second. */
export interface AllRollingTickers<N = number> extends EventBase<'allRollingTickers'> {
  readonly window: RollingWindow
  readonly tickers: readonly RollingTicker<N>[]
}

/** Each kind's event. */
export interface EventByKind<N = number> {
  ticker: Ticker<N>
  miniTicker: MiniTicker<N>
  rollingTicker: RollingTicker<N>
  trade: Trade<N>
  aggTrade: AggTrade<N>
  blockTrade: BlockTrade<N>
  kline: Kline<N>
  bookTicker: BookTicker<N>
  avgPrice: AvgPrice<N>
  referencePrice: ReferencePrice<N>
  depth: Depth<N>
  depthDiff: DepthDiff<N>
  allMiniTickers: AllMiniTickers<N>
  allRollingTickers: AllRollingTickers<N>
}

/** The event of a channel kind. */
export type EventOf<K extends Kind, N = number> = EventByKind<N>[K]

/** Any event, discriminated on `type`. */
export type MarketEvent<N = number> = EventByKind<N>[Kind]
