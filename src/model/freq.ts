/** Kline intervals. */

/**
 * The interval of a kline: a value (`Freq.m1`) and a type (`Freq`, the union `'1s' | '1m' | …`).
 * The text itself (`'1m'`) is accepted wherever a `Freq` is. Lower-case `m` is a minute, upper-case
 * `M` a month.
 *
 * Source: web-socket-streams.md, "Kline/Candlestick chart intervals".
 *
 * ```ts
 * import { binance, Freq } from 'rxmarket'
 *
 * const market = binance()
 * const minutes$ = market.kline$('BTCUSDT', Freq.m1)
 * const same$ = market.kline$('BTCUSDT', '1m')
 * ```
 */
export const Freq = {
  s1: '1s',
  m1: '1m',
  m3: '3m',
  m5: '5m',
  m15: '15m',
  m30: '30m',
  h1: '1h',
  h2: '2h',
  h4: '4h',
  h6: '6h',
  h8: '8h',
  h12: '12h',
  d1: '1d',
  d3: '3d',
  w1: '1w',
  M1: '1M',
} as const

export type Freq = (typeof Freq)[keyof typeof Freq]
