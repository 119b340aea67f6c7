/** Payloads to events: the exchange's letters become words, its decimals whatever `numeric` makes of them. */
import type { TypeOf } from 'io-ts'
import type { ChannelOf, Kind } from '../../model/channel.js'
import type { EventOf, MiniTicker, PriceLevel, RollingTicker } from '../../model/event.js'
import type { Numeric } from '../venue.js'
import type * as wire from './wire.js'

/** Makes an event of a checked payload that reached us at `receivedAt` on `channel`. */
export type ToEvent<K extends Kind, W> = <N>(
  payload: W,
  receivedAt: number,
  n: Numeric<N>,
  channel: ChannelOf<K>,
) => EventOf<K, N>

const levels = <N>(pairs: readonly (readonly [string, string])[], n: Numeric<N>): PriceLevel<N>[] =>
  pairs.map(([price, quantity]) => [n(price), n(quantity)])

export const trade: ToEvent<'trade', TypeOf<typeof wire.Trade>> = (p, receivedAt, n) => ({
  type: 'trade',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  tradeId: p.t,
  price: n(p.p),
  quantity: n(p.q),
  tradeTime: p.T,
  isBuyerMaker: p.m,
})

export const aggTrade: ToEvent<'aggTrade', TypeOf<typeof wire.AggTrade>> = (p, receivedAt, n) => ({
  type: 'aggTrade',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  aggregateTradeId: p.a,
  price: n(p.p),
  quantity: n(p.q),
  firstTradeId: p.f,
  lastTradeId: p.l,
  tradeTime: p.T,
  isBuyerMaker: p.m,
})

export const blockTrade: ToEvent<'blockTrade', TypeOf<typeof wire.BlockTrade>> = (p, receivedAt, n) => ({
  type: 'blockTrade',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  tradeId: p.t,
  price: n(p.p),
  quantity: n(p.q),
  tradeTime: p.T,
  isBuyerMaker: p.m,
})

export const kline: ToEvent<'kline', TypeOf<typeof wire.Kline>> = ({ k, ...p }, receivedAt, n, channel) => ({
  type: 'kline',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  freq: channel.freq,
  timeZone: channel.timeZone,
  openTime: k.t,
  closeTime: k.T,
  firstTradeId: k.f,
  lastTradeId: k.L,
  openPrice: n(k.o),
  closePrice: n(k.c),
  highPrice: n(k.h),
  lowPrice: n(k.l),
  volume: n(k.v),
  quoteVolume: n(k.q),
  takerBuyVolume: n(k.V),
  takerBuyQuoteVolume: n(k.Q),
  tradeCount: k.n,
  isClosed: k.x,
})

export const miniTicker: ToEvent<'miniTicker', TypeOf<typeof wire.MiniTicker>> = (p, receivedAt, n) => ({
  type: 'miniTicker',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  openPrice: n(p.o),
  highPrice: n(p.h),
  lowPrice: n(p.l),
  price: n(p.c),
  volume: n(p.v),
  quoteVolume: n(p.q),
})

export const ticker: ToEvent<'ticker', TypeOf<typeof wire.Ticker>> = (p, receivedAt, n) => ({
  type: 'ticker',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  priceChange: n(p.p),
  priceChangePercent: n(p.P),
  weightedAveragePrice: n(p.w),
  previousClosePrice: n(p.x),
  price: n(p.c),
  lastQuantity: n(p.Q),
  bidPrice: n(p.b),
  bidQuantity: n(p.B),
  askPrice: n(p.a),
  askQuantity: n(p.A),
  openPrice: n(p.o),
  highPrice: n(p.h),
  lowPrice: n(p.l),
  volume: n(p.v),
  quoteVolume: n(p.q),
  openTime: p.O,
  closeTime: p.C,
  firstTradeId: p.F,
  lastTradeId: p.L,
  tradeCount: p.n,
})

const rolling = <N>(
  p: TypeOf<typeof wire.RollingTicker>,
  receivedAt: number,
  n: Numeric<N>,
  window: RollingTicker['window'],
): RollingTicker<N> => ({
  type: 'rollingTicker',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  window,
  priceChange: n(p.p),
  priceChangePercent: n(p.P),
  openPrice: n(p.o),
  highPrice: n(p.h),
  lowPrice: n(p.l),
  price: n(p.c),
  weightedAveragePrice: n(p.w),
  volume: n(p.v),
  quoteVolume: n(p.q),
  openTime: p.O,
  closeTime: p.C,
  firstTradeId: p.F,
  lastTradeId: p.L,
  tradeCount: p.n,
})

export const rollingTicker: ToEvent<'rollingTicker', TypeOf<typeof wire.RollingTicker>> = (
  p,
  receivedAt,
  n,
  channel,
) => rolling(p, receivedAt, n, channel.window)

export const bookTicker: ToEvent<'bookTicker', TypeOf<typeof wire.BookTicker>> = (p, receivedAt, n) => ({
  type: 'bookTicker',
  symbol: p.s,
  receivedAt,
  updateId: p.u,
  bidPrice: n(p.b),
  bidQuantity: n(p.B),
  askPrice: n(p.a),
  askQuantity: n(p.A),
})

export const avgPrice: ToEvent<'avgPrice', TypeOf<typeof wire.AvgPrice>> = (p, receivedAt, n) => ({
  type: 'avgPrice',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  interval: p.i,
  averagePrice: n(p.w),
  lastTradeTime: p.T,
})

export const referencePrice: ToEvent<'referencePrice', TypeOf<typeof wire.ReferencePrice>> = (
  p,
  receivedAt,
  n,
) => ({
  type: 'referencePrice',
  symbol: p.s,
  receivedAt,
  referencePrice: p.r === null ? null : n(p.r),
  validAt: p.t,
})

export const depth: ToEvent<'depth', TypeOf<typeof wire.Depth>> = (p, receivedAt, n, channel) => ({
  type: 'depth',
  symbol: channel.symbol,
  receivedAt,
  lastUpdateId: p.lastUpdateId,
  bids: levels(p.bids, n),
  asks: levels(p.asks, n),
})

export const depthDiff: ToEvent<'depthDiff', TypeOf<typeof wire.DepthDiff>> = (p, receivedAt, n) => ({
  type: 'depthDiff',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  firstUpdateId: p.U,
  lastUpdateId: p.u,
  bids: levels(p.b, n),
  asks: levels(p.a, n),
})

const miniTickerOf = <N>(
  p: TypeOf<typeof wire.MiniTicker>,
  receivedAt: number,
  n: Numeric<N>,
): MiniTicker<N> => miniTicker(p, receivedAt, n, { kind: 'miniTicker', symbol: p.s })

export const allMiniTickers: ToEvent<'allMiniTickers', TypeOf<typeof wire.MiniTickers>> = (
  payload,
  receivedAt,
  n,
) => ({
  type: 'allMiniTickers',
  receivedAt,
  tickers: payload.map(p => miniTickerOf(p, receivedAt, n)),
})

export const allRollingTickers: ToEvent<'allRollingTickers', TypeOf<typeof wire.RollingTickers>> = (
  payload,
  receivedAt,
  n,
  { window },
) => ({
  type: 'allRollingTickers',
  receivedAt,
  window,
  tickers: payload.map(p => rolling(p, receivedAt, n, window)),
})
