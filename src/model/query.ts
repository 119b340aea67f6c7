/** Queries: what can be asked of an exchange once, and what the answers are. */
import type { TimeZone } from './channel.js'
import type { AggTrade, Kline, PriceLevel, Trade } from './event.js'
import type { Freq } from './freq.js'
import type { Instrument } from './instrument.js'

interface SymbolQuery<K extends string> {
  readonly kind: K
  /** The trading pair in upper case, such as `BTCUSDT`. */
  readonly symbol: string
}

interface PageQuery<K extends string> extends SymbolQuery<K> {
  /** Elements that the answer may have; Binance gives 1,000 at most. */
  readonly limit: number
}

/** Asks for the current order book. */
export interface DepthSnapshotQuery extends SymbolQuery<'depthSnapshot'> {
  /** Levels on each side, 1 to 5,000. */
  readonly limit: number
}

/** Asks for trades, oldest first. */
export interface TradesQuery extends PageQuery<'trades'> {
  /** The first trade of the answer. Default: the newest `limit` trades. */
  readonly fromId?: number | undefined
}

/**
 * Asks for aggregate trades, oldest first: from an id on, or from a time on. Default: the newest
 * `limit` trades.
 */
export interface AggTradesQuery extends PageQuery<'aggTrades'> {
  /** The first aggregate trade of the answer. */
  readonly fromId?: number | undefined
  /** The earliest trade time, inclusive. Has no effect with `fromId`. */
  readonly from?: number | undefined
  /** The latest trade time, inclusive. */
  readonly to?: number | undefined
}

/** Asks for klines, oldest first. Default: the newest `limit` klines. */
export interface KlinesQuery extends PageQuery<'klines'> {
  readonly freq: Freq
  /** The time zone in which a day begins. @default '+00:00' */
  readonly timeZone?: TimeZone | undefined
  /** The earliest open time, inclusive. */
  readonly from?: number | undefined
  /** The latest open time, inclusive. */
  readonly to?: number | undefined
}

/** Asks for the listed symbols and their rules. */
export interface InstrumentsQuery {
  readonly kind: 'instruments'
  /** Default: all symbols. */
  readonly symbols?: readonly string[] | undefined
}

/** Asks for the exchange's clock. */
export interface ServerTimeQuery {
  readonly kind: 'serverTime'
}

/**
 * A question to a feed, discriminated on `kind`. Times are epoch milliseconds, or in the unit of
 * the market's `eventTime`.
 */
export type Query =
  DepthSnapshotQuery | TradesQuery | AggTradesQuery | KlinesQuery | InstrumentsQuery | ServerTimeQuery

/** The kinds of queries. */
export type QueryKind = Query['kind']

/** The queries of one kind. */
export type QueryOf<K extends QueryKind> = Extract<Query, { readonly kind: K }>

/** The order book at one moment: `bids` and `asks` have at most as many levels as asked for. */
export interface DepthSnapshot<N = number> {
  readonly type: 'depthSnapshot'
  readonly symbol: string
  /** When the answer reached us: our clock, epoch milliseconds. */
  readonly receivedAt: number
  /** The last update of the order book that is in it. */
  readonly lastUpdateId: number
  /** Best (highest) first. */
  readonly bids: readonly PriceLevel<N>[]
  /** Best (lowest) first. */
  readonly asks: readonly PriceLevel<N>[]
}

/**
 * The answer to each kind of query. Trades and klines are events of their channels, with
 * `backfilled: true`.
 */
export interface AnswerByKind<N = number> {
  depthSnapshot: DepthSnapshot<N>
  trades: readonly Trade<N>[]
  aggTrades: readonly AggTrade<N>[]
  klines: readonly Kline<N>[]
  instruments: readonly Instrument[]
  /** The exchange's clock, in the unit of `eventTime`. */
  serverTime: number
}

/** The answer to a query. */
export type AnswerOf<Q extends Query, N = number> = AnswerByKind<N>[Q['kind']]

/** Options of a query. */
export interface QueryOptions {
  /**
   * Queries with a higher one are sent first; those with the same in the order of subscription.
   * Those below 0 leave a tenth of the weight limit to the others.
   * @default 0
   */
  readonly priority?: number | undefined
  /**
   * Attempts at most, where one fails for a reason that may pass. Default: the attempts of
   * `reconnect`.
   */
  readonly maxAttempts?: number | undefined
  /**
   * Called while the query waits for the exchange's weight limit: with its place, 1 for the next,
   * each time that it changes, and with 0 when it is sent. Not called for one that need not wait.
   */
  readonly onPosition?: ((position: number) => void) | undefined
}

/** A query in a few words, for messages: `klines BTCUSDT 1m`. */
export function describeQuery(query: Query): string {
  return [query.kind, 'symbol' in query ? query.symbol : '', 'freq' in query ? query.freq : '']
    .filter(word => word !== '')
    .join(' ')
}
