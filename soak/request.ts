/** What a subscriber may ask of a market, as data: how it is asked, and which streams that means by the exchange's own documentation. */
import type { Observable } from 'rxjs'
import type {
  DepthLevels,
  DepthSpeed,
  Freq,
  Kind,
  Market,
  MarketEvent,
  RollingWindow,
  TimeZone,
} from '../src/index.js'
import type { Chance } from './chance.js'

type Plain = Extract<
  Kind,
  'ticker' | 'miniTicker' | 'trade' | 'aggTrade' | 'blockTrade' | 'bookTicker' | 'avgPrice' | 'referencePrice'
>

/** One call of a method of `Market`. */
export type Request = (
  | { readonly kind: Plain; readonly symbols: readonly string[] }
  | {
      readonly kind: 'kline'
      readonly symbols: readonly string[]
      readonly freqs: readonly Freq[]
      readonly timeZone: TimeZone
    }
  | { readonly kind: 'rollingTicker'; readonly symbols: readonly string[]; readonly window: RollingWindow }
  | {
      readonly kind: 'depth'
      readonly symbols: readonly string[]
      readonly levels: DepthLevels
      readonly speed: DepthSpeed
    }
  | { readonly kind: 'depthDiff'; readonly symbols: readonly string[]; readonly speed: DepthSpeed }
  | { readonly kind: 'allMiniTickers' }
  | { readonly kind: 'allRollingTickers'; readonly window: RollingWindow }
) & {
  /** The connection of the pool that it is pinned to. */
  readonly connection?: number
}

/** Asks. */
export function ask$<N>(market: Market<N>, request: Request): Observable<MarketEvent<N>> {
  const options = request.connection === undefined ? {} : { connection: request.connection }
  switch (request.kind) {
    case 'kline':
      return market.kline$(request.symbols, request.freqs, { ...options, timeZone: request.timeZone })
    case 'rollingTicker':
      return market.rollingTicker$(request.symbols, request.window, options)
    case 'depth':
      return market.depth$(request.symbols, { ...options, levels: request.levels, speed: request.speed })
    case 'depthDiff':
      return market.depthDiff$(request.symbols, { ...options, speed: request.speed })
    case 'allMiniTickers':
      return market.allMiniTickers$(options)
    case 'allRollingTickers':
      return market.allRollingTickers$(request.window, options)
    default:
      return market[`${request.kind}$`](request.symbols, options) as Observable<MarketEvent<N>>
  }
}

/** The names of its streams. Source: web-socket-streams.md, "Detailed Stream information". */
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

/** Any request, the cheap ones more often than those that speak ten times a second. */
export function drawRequest(
  chance: Chance,
  symbols: readonly [string, ...string[]],
  connections: number,
): Request {
  const several = chance.happens(0.3) ? chance.some(symbols, 0.6) : []
  const asked = several.length > 0 ? several : [chance.pick(...symbols)]
  const pinned =
    connections > 1 && chance.happens(0.8) ? { connection: chance.whole(0, connections - 1) } : {}
  const kind = chance.pick<Kind>(
    ...(['trade', 'trade', 'aggTrade', 'aggTrade', 'bookTicker', 'bookTicker', 'blockTrade'] as const),
    ...([
      'kline',
      'kline',
      'depthDiff',
      'ticker',
      'miniTicker',
      'rollingTicker',
      'depth',
      'avgPrice',
    ] as const),
    ...(['referencePrice', 'allMiniTickers', 'allRollingTickers'] as const),
  )
  const window = chance.pick<RollingWindow>('1h', '4h', '1d')
  const speed = chance.happens(0.1) ? 100 : 1000
  switch (kind) {
    case 'kline': {
      const freqs = chance.some<Freq>(['1m', '5m', '1h', '1d'], 0.4)
      const timeZone = chance.pick<TimeZone>('+00:00', '+00:00', '+08:00')
      return { kind, symbols: asked, freqs: freqs.length > 0 ? freqs : ['1s'], timeZone, ...pinned }
    }
    case 'rollingTicker':
      return { kind, symbols: asked, window, ...pinned }
    case 'depth':
      return { kind, symbols: asked.slice(0, 1), levels: chance.pick(5, 5, 10, 20), speed: 1000, ...pinned }
    case 'depthDiff':
      return { kind, symbols: asked, speed, ...pinned }
    case 'allMiniTickers':
      return { kind, ...pinned }
    case 'allRollingTickers':
      return { kind, window, ...pinned }
    default:
      return { kind, symbols: asked, ...pinned }
  }
}
