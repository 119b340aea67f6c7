/** Channels of the monitor: those of a symbol, or those found in a recording. */
import { type Channel, type DepthLevels, Freq, type MarketEvent } from 'rxmarket'

/** A channel of one symbol. Channels of the whole market have no row in the table. */
export type SymbolChannel = Extract<Channel, { readonly symbol: string }>
/** An event of such a channel. */
export type SymbolEvent = Extract<MarketEvent, { readonly symbol: string }>

export const DEFAULT_SYMBOLS: readonly string[] = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'ADAUSDT']

/** Channels for the table: the day's change, the current minute, every trade, the best prices. */
export const channelsOf = (symbols: readonly string[]): readonly SymbolChannel[] =>
  symbols.flatMap((symbol): readonly SymbolChannel[] => [
    { kind: 'ticker', symbol },
    { kind: 'kline', symbol, freq: Freq.m1, timeZone: '+00:00' },
    { kind: 'aggTrade', symbol },
    { kind: 'bookTicker', symbol },
  ])

/** Returns the distinct symbols of the channels, in order. */
export const symbolsOf = (channels: readonly SymbolChannel[]): readonly string[] => [
  ...new Set(channels.map(({ symbol }) => symbol)),
]

/**
 * Parses a stream name of a recording. Returns undefined for one that the monitor does not show.
 */
export function parseStreamName(name: string): SymbolChannel | undefined {
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
