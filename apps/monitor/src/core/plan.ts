/** The plan: which channels show a symbol, and which channels a recording has. */
import { type Channel, type DepthLevels, Freq, type MarketEvent } from 'rxmarket'
import { type Basis } from './quote.js'

/** A channel of one symbol: those of the whole market have no row. */
export type SymbolChannel = Extract<Channel, { readonly symbol: string }>
/** What such channels carry. */
export type SymbolEvent = Extract<MarketEvent, { readonly symbol: string }>

/** The seed's four. */
export const DEFAULT_SYMBOLS: readonly string[] = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'ADAUSDT']

/** What the table shows: the day's change, the running minute, every trade, and the best prices. */
export const channelsOf = (symbols: readonly string[]): readonly SymbolChannel[] =>
  symbols.flatMap((symbol): readonly SymbolChannel[] => [
    { kind: 'ticker', symbol },
    { kind: 'kline', symbol, freq: Freq.m1, timeZone: '+00:00' },
    { kind: 'aggTrade', symbol },
    { kind: 'bookTicker', symbol },
  ])

/** Their symbols, none twice, in order. */
export const symbolsOf = (channels: readonly SymbolChannel[]): readonly string[] => [
  ...new Set(channels.map(({ symbol }) => symbol)),
]

/** What the changes of a symbol are measured from. */
export const basisOf = (channels: readonly SymbolChannel[], wanted: string): Basis =>
  channels.some(({ kind, symbol }) => symbol === wanted && /^(ticker|miniTicker)$/.test(kind))
    ? 'day'
    : 'start'

/** The channel of a stream's name as it stands in a recording; undefined for one that the monitor does not show. */
export function channelOfStream(name: string): SymbolChannel | undefined {
  const [, prefix = '', stream = ''] = /^([^!@]+)@(.+)$/.exec(name) ?? []
  const symbol = prefix.toUpperCase()
  switch (stream) {
    case 'ticker':
    case 'miniTicker':
    case 'trade':
    case 'aggTrade':
    case 'blockTrade':
    case 'bookTicker':
    case 'avgPrice':
    case 'referencePrice':
      return { kind: stream, symbol }
  }
  const [, interval, zone] = /^kline_(\w+)(@\+08:00)?$/.exec(stream) ?? []
  const freq = Object.values(Freq).find(each => each === interval)
  if (freq !== undefined) return { kind: 'kline', symbol, freq, timeZone: zone ? '+08:00' : '+00:00' }
  const [isDepth, levels, fast] = /^depth(5|10|20)?(@100ms)?$/.exec(stream) ?? []
  if (isDepth === undefined) return undefined
  const speed = fast ? 100 : 1000
  return levels === undefined
    ? { kind: 'depthDiff', symbol, speed }
    : { kind: 'depth', symbol, levels: Number(levels) as DepthLevels, speed }
}
