/**
 * The stream names of a request, from the exchange's documentation and not from the client's code.
 *
 * Source: web-socket-streams.md, "Detailed Stream information".
 */
import type { Channel, MarketEvent } from '../../src/index.js'
import type { Request } from './request.js'

export function streamsOf(request: Request): string[] {
  const names = (suffix: string): string[] =>
    'symbols' in request ? request.symbols.map(symbol => `${symbol.toLowerCase()}@${suffix}`) : []
  const fast = 'speed' in request && request.speed === 100 ? '@100ms' : ''
  switch (request.kind) {
    case 'kline':
      return request.freqs.flatMap(freq =>
        names(`kline_${freq}${request.timeZone === '+08:00' ? '@+08:00' : ''}`),
      )
    case 'rollingTicker':
      return names(`ticker_${request.window}`)
    case 'depth':
      return names(`depth${request.levels}${fast}`)
    case 'book':
    case 'depthDiff':
      return names(`depth${fast}`)
    case 'allMiniTickers':
      return ['!miniTicker@arr']
    case 'allRollingTickers':
      return [`!ticker_${request.window}@arr`]
    default:
      return names(request.kind)
  }
}

/** The stream name of a channel. */
export function streamOf(channel: Channel): string {
  const { symbol, freq, ...rest } = { symbol: '', freq: '', ...channel }
  return streamsOf({ ...rest, symbols: [symbol], freqs: [freq] } as unknown as Request)[0] ?? ''
}

/** The stream of a trade, an aggregate trade or a kline. */
export function streamOfEvent(event: MarketEvent<unknown>): string {
  // Asked for each event.
  if (event.type === 'trade' || event.type === 'aggTrade')
    return `${event.symbol.toLowerCase()}@${event.type}`
  return streamOf({ ...event, kind: event.type } as unknown as Channel)
}

/** The stream of the diffs of a symbol's book, among those of its subscription. */
export function bookStreamOf(streams: ReadonlySet<string>, symbol: string): string {
  return [...streams].find(stream => stream.startsWith(`${symbol.toLowerCase()}@`)) ?? ''
}
