/** From the wire name of a stream to its channel, and from a payload to its stream. */
import type { Channel, Freq } from '../../src/index.js'
import { Freq as Freqs } from '../../src/index.js'
import { isRecord } from '../../src/validation/check.js'

const PLAIN = [
  'trade',
  'aggTrade',
  'blockTrade',
  'ticker',
  'miniTicker',
  'bookTicker',
  'avgPrice',
  'referencePrice',
] as const
type Plain = (typeof PLAIN)[number]

/** The channel of a stream; `undefined` for a stream that is not of Binance Spot. */
export function channelOf(stream: string): Channel | undefined {
  if (stream === '!miniTicker@arr') return { kind: 'allMiniTickers' }
  const all = /^!ticker_(1h|4h|1d)@arr$/.exec(stream)
  if (all !== null) return { kind: 'allRollingTickers', window: all[1] as '1h' }
  const [, name = '', topic = ''] = /^([^@!]+)@(.+)$/.exec(stream) ?? []
  const symbol = name.toUpperCase()
  if (PLAIN.includes(topic as Plain)) return { kind: topic as Plain, symbol }
  const rolling = /^ticker_(1h|4h|1d)$/.exec(topic)
  if (rolling !== null) return { kind: 'rollingTicker', symbol, window: rolling[1] as '1h' }
  const kline = /^kline_(\w+?)(@\+08:00)?$/.exec(topic)
  if (kline !== null && Object.values<string>(Freqs).includes(kline[1] ?? ''))
    return {
      kind: 'kline',
      symbol,
      freq: kline[1] as Freq,
      timeZone: kline[2] === undefined ? '+00:00' : '+08:00',
    }
  const depth = /^depth(5|10|20)?(?:@(100|1000)ms)?$/.exec(topic)
  if (depth === null) return undefined
  const speed = depth[2] === '100' ? 100 : 1000
  return depth[1] === undefined
    ? { kind: 'depthDiff', symbol, speed }
    : { kind: 'depth', symbol, levels: Number(depth[1]) as 5, speed }
}

/** The suffix of a raw payload's stream, by its event type. */
const TOPICS: Readonly<Record<string, string>> = {
  trade: 'trade',
  aggTrade: 'aggTrade',
  blockTrade: 'blockTrade',
  depthUpdate: 'depth',
  '24hrTicker': 'ticker',
  '24hrMiniTicker': 'miniTicker',
  '1hTicker': 'ticker_1h',
  '4hTicker': 'ticker_4h',
  '1dTicker': 'ticker_1d',
  avgPrice: 'avgPrice',
  referencePrice: 'referencePrice',
}

/**
 * The stream of a payload that was recorded without its name; `undefined` where it does not show.
 * The speed of a diff depth does not show either.
 */
export function streamOfPayload(payload: unknown): string | undefined {
  if (Array.isArray(payload)) {
    const type: unknown = isRecord(payload[0]) ? payload[0]['e'] : undefined
    if (type === '24hrMiniTicker') return '!miniTicker@arr'
    const window = /^(1h|4h|1d)Ticker$/.exec(String(type))?.[1]
    return window === undefined ? undefined : `!ticker_${window}@arr`
  }
  if (!isRecord(payload) || typeof payload['s'] !== 'string') return undefined
  const symbol = payload['s'].toLowerCase()
  const { e: type, k: kline } = payload
  if (type === 'kline') return isRecord(kline) ? `${symbol}@kline_${String(kline['i'])}` : undefined
  // The only payload without a type.
  if (type === undefined) return 'u' in payload && 'B' in payload ? `${symbol}@bookTicker` : undefined
  const topic = typeof type === 'string' ? TOPICS[type] : undefined
  return topic === undefined ? undefined : `${symbol}@${topic}`
}

/** Whether a payload is of Binance's futures, whose diffs have another numbering. */
export const isOfFutures = (payload: unknown): boolean => isRecord(payload) && 'pu' in payload
