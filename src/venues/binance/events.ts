/** Payloads to events: the exchange's letters become words, its decimals are converted already. */
import type { TypeOf } from 'io-ts'
import type { ChannelOf, Kind } from '../../model/channel.js'
import type { EventOf, MiniTicker, RollingTicker } from '../../model/event.js'
import type { Converted } from '../../codec/convert.js'
import type * as wire from './wire.js'

/** Makes an event of a checked payload that reached us at `receivedAt` on `channel`. */
export type ToEvent<K extends Kind, W> = <N>(
  payload: Converted<W, N>,
  receivedAt: number,
  channel: ChannelOf<K>,
) => EventOf<K, N>

export const trade: ToEvent<'trade', TypeOf<typeof wire.Trade>> = (p, receivedAt) => ({
  type: 'trade',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  tradeId: p.t,
  price: p.p,
  quantity: p.q,
  tradeTime: p.T,
  isBuyerMaker: p.m,
})

export const aggTrade: ToEvent<'aggTrade', TypeOf<typeof wire.AggTrade>> = (p, receivedAt) => ({
  type: 'aggTrade',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  aggregateTradeId: p.a,
  price: p.p,
  quantity: p.q,
  firstTradeId: p.f,
  lastTradeId: p.l,
  tradeTime: p.T,
  isBuyerMaker: p.m,
})

export const blockTrade: ToEvent<'blockTrade', TypeOf<typeof wire.BlockTrade>> = (p, receivedAt) => ({
  type: 'blockTrade',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  tradeId: p.t,
  price: p.p,
  quantity: p.q,
  tradeTime: p.T,
  isBuyerMaker: p.m,
})

export const kline: ToEvent<'kline', TypeOf<typeof wire.Kline>> = (p, receivedAt, channel) => ({
  type: 'kline',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  freq: channel.freq,
  timeZone: channel.timeZone,
  openTime: p.k.t,
  closeTime: p.k.T,
  firstTradeId: p.k.f,
  lastTradeId: p.k.L,
  openPrice: p.k.o,
  closePrice: p.k.c,
  highPrice: p.k.h,
  lowPrice: p.k.l,
  volume: p.k.v,
  quoteVolume: p.k.q,
  takerBuyVolume: p.k.V,
  takerBuyQuoteVolume: p.k.Q,
  tradeCount: p.k.n,
  isClosed: p.k.x,
})

export const miniTicker: ToEvent<'miniTicker', TypeOf<typeof wire.MiniTicker>> = (p, receivedAt) => ({
  type: 'miniTicker',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  openPrice: p.o,
  highPrice: p.h,
  lowPrice: p.l,
  price: p.c,
  volume: p.v,
  quoteVolume: p.q,
})

export const ticker: ToEvent<'ticker', TypeOf<typeof wire.Ticker>> = (p, receivedAt) => ({
  type: 'ticker',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  priceChange: p.p,
  priceChangePercent: p.P,
  weightedAveragePrice: p.w,
  previousClosePrice: p.x,
  price: p.c,
  lastQuantity: p.Q,
  bidPrice: p.b,
  bidQuantity: p.B,
  askPrice: p.a,
  askQuantity: p.A,
  openPrice: p.o,
  highPrice: p.h,
  lowPrice: p.l,
  volume: p.v,
  quoteVolume: p.q,
  openTime: p.O,
  closeTime: p.C,
  firstTradeId: p.F,
  lastTradeId: p.L,
  tradeCount: p.n,
})

const rolling = <N>(
  p: Converted<TypeOf<typeof wire.RollingTicker>, N>,
  receivedAt: number,
  window: RollingTicker['window'],
): RollingTicker<N> => ({
  type: 'rollingTicker',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  window,
  priceChange: p.p,
  priceChangePercent: p.P,
  openPrice: p.o,
  highPrice: p.h,
  lowPrice: p.l,
  price: p.c,
  weightedAveragePrice: p.w,
  volume: p.v,
  quoteVolume: p.q,
  openTime: p.O,
  closeTime: p.C,
  firstTradeId: p.F,
  lastTradeId: p.L,
  tradeCount: p.n,
})

export const rollingTicker: ToEvent<'rollingTicker', TypeOf<typeof wire.RollingTicker>> = (
  p,
  receivedAt,
  channel,
) => rolling(p, receivedAt, channel.window)

export const bookTicker: ToEvent<'bookTicker', TypeOf<typeof wire.BookTicker>> = (p, receivedAt) => ({
  type: 'bookTicker',
  symbol: p.s,
  receivedAt,
  updateId: p.u,
  bidPrice: p.b,
  bidQuantity: p.B,
  askPrice: p.a,
  askQuantity: p.A,
})

export const avgPrice: ToEvent<'avgPrice', TypeOf<typeof wire.AvgPrice>> = (p, receivedAt) => ({
  type: 'avgPrice',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  interval: p.i,
  averagePrice: p.w,
  lastTradeTime: p.T,
})

export const referencePrice: ToEvent<'referencePrice', TypeOf<typeof wire.ReferencePrice>> = (
  p,
  receivedAt,
) => ({
  type: 'referencePrice',
  symbol: p.s,
  receivedAt,
  referencePrice: p.r,
  validAt: p.t,
})

export const depth: ToEvent<'depth', TypeOf<typeof wire.Depth>> = (p, receivedAt, channel) => ({
  type: 'depth',
  symbol: channel.symbol,
  receivedAt,
  lastUpdateId: p.lastUpdateId,
  bids: p.bids,
  asks: p.asks,
})

export const depthDiff: ToEvent<'depthDiff', TypeOf<typeof wire.DepthDiff>> = (p, receivedAt) => ({
  type: 'depthDiff',
  symbol: p.s,
  eventTime: p.E,
  receivedAt,
  firstUpdateId: p.U,
  lastUpdateId: p.u,
  bids: p.b,
  asks: p.a,
})

const miniTickerOf = <N>(
  p: Converted<TypeOf<typeof wire.MiniTicker>, N>,
  receivedAt: number,
): MiniTicker<N> => miniTicker(p, receivedAt, { kind: 'miniTicker', symbol: p.s })

export const allMiniTickers: ToEvent<'allMiniTickers', TypeOf<typeof wire.MiniTickers>> = (
  payload,
  receivedAt,
) => ({
  type: 'allMiniTickers',
  receivedAt,
  tickers: payload.map(p => miniTickerOf(p, receivedAt)),
})

export const allRollingTickers: ToEvent<'allRollingTickers', TypeOf<typeof wire.RollingTickers>> = (
  payload,
  receivedAt,
  { window },
) => ({
  type: 'allRollingTickers',
  receivedAt,
  window,
  tickers: payload.map(p => rolling(p, receivedAt, window)),
})
