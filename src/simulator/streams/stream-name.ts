/** Parses stream names, such as `btcusdt@kline_1m@+08:00`. */
import { type Interval, isInterval } from '../market/intervals.js'

/**
 * Windows of the rolling tickers (web-socket-streams.md, Individual Symbol Rolling Window
 * Statistics Streams).
 */
export type Window = '1h' | '4h' | '1d'

/** A parsed stream name. `symbol` is as written: only lower case ever gets data. */
export type StreamRequest =
  | {
      readonly kind:
        | 'trade'
        | 'aggTrade'
        | 'blockTrade'
        | 'ticker'
        | 'miniTicker'
        | 'bookTicker'
        | 'avgPrice'
        | 'referencePrice'
      readonly symbol: string
    }
  | { readonly kind: 'kline'; readonly symbol: string; readonly interval: Interval; readonly offset: number }
  | { readonly kind: 'rollingTicker'; readonly symbol: string; readonly window: Window }
  | { readonly kind: 'depth'; readonly symbol: string; readonly levels: number; readonly period: 100 | 1000 }
  | { readonly kind: 'depthDiff'; readonly symbol: string; readonly period: 100 | 1000 }
  | { readonly kind: 'allTickers' | 'allMiniTickers' }
  | { readonly kind: 'allRollingTickers'; readonly window: Window }

const PLAIN = /^(trade|aggTrade|blockTrade|ticker|miniTicker|bookTicker|avgPrice|referencePrice)$/

const UTC8 = 8 * 3_600_000

/** Undefined for a name without a documented form. The symbol need not be listed. */
export function parseStream(name: string): StreamRequest | undefined {
  if (name === '!miniTicker@arr') return { kind: 'allMiniTickers' }
  const allMarket = /^!ticker_(1h|4h|1d)@arr$/.exec(name)?.[1]
  if (allMarket !== undefined) return { kind: 'allRollingTickers', window: allMarket as Window }

  const parts = /^([^\s@!/]+)@(.+)$/.exec(name)
  const symbol = parts?.[1]
  const rest = parts?.[2]
  if (symbol === undefined || rest === undefined) return undefined

  const plain = PLAIN.exec(rest)?.[1]
  if (plain !== undefined) return { kind: plain as 'trade', symbol }
  const window = /^ticker_(1h|4h|1d)$/.exec(rest)?.[1]
  if (window !== undefined) return { kind: 'rollingTicker', symbol, window: window as Window }
  const kline = /^kline_(\w+)(@\+08:00)?$/.exec(rest)
  if (kline?.[1] !== undefined && isInterval(kline[1])) {
    return { kind: 'kline', symbol, interval: kline[1], offset: kline[2] === undefined ? 0 : UTC8 }
  }
  const depth = /^depth(5|10|20)?(?:@(100|1000)ms)?$/.exec(rest)
  if (depth === null) return undefined
  const period = depth[2] === '100' ? 100 : 1000
  return depth[1] === undefined
    ? { kind: 'depthDiff', symbol, period }
    : { kind: 'depth', symbol, levels: Number(depth[1]), period }
}
