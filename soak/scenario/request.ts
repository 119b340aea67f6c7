/** A call of a market's method, as data. */
import type { Observable } from 'rxjs'
import type {
  Book,
  DepthLevels,
  DepthSpeed,
  Freq,
  Gap,
  GapOptions,
  Kind,
  Market,
  MarketEvent,
  RollingWindow,
  TimeZone,
} from '../../src/index.js'

import type { Completion } from '../checker/subscriber.js'

/** The kinds with symbols as their only argument. */
type SymbolKind = Extract<
  Kind,
  'ticker' | 'miniTicker' | 'trade' | 'aggTrade' | 'blockTrade' | 'bookTicker' | 'avgPrice' | 'referencePrice'
>

/** One call of a method of `Market`. */
export type Request = (
  | { readonly kind: SymbolKind; readonly symbols: readonly string[] }
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
  | {
      readonly kind: 'book'
      readonly symbols: readonly string[]
      readonly speed: DepthSpeed
      readonly snapshot: number
    }
  | { readonly kind: 'allMiniTickers' }
  | { readonly kind: 'allRollingTickers'; readonly window: RollingWindow }
) & {
  /** The connection of the pool that it is pinned to; any when absent. */
  readonly connection?: number
  readonly gaps?: boolean
  /** Of trades, aggregate trades and klines. Default: as the market's. */
  readonly backfill?: boolean
  readonly history?: number
}

/** The completion of a request; `undefined` where it is not. */
export function completionOf(
  { kind, backfill, history = 0 }: Request,
  client: { readonly backfill: object | false },
): Completion | undefined {
  const hasPast = kind === 'trade' || kind === 'aggTrade' || kind === 'kline'
  const isFilled = hasPast && (backfill ?? client.backfill !== false)
  return isFilled || history > 0 ? { backfill: isFilled, history } : undefined
}

/** The observable of a request. */
export function request$<N>(market: Market<N>, request: Request): Observable<MarketEvent<N> | Gap | Book<N>> {
  const { connection, gaps, backfill, history } = request
  const options = { connection, gaps, backfill, history } as GapOptions & { readonly connection?: number }
  switch (request.kind) {
    case 'kline':
      return market.kline$(request.symbols, request.freqs, { ...options, timeZone: request.timeZone })
    case 'rollingTicker':
      return market.rollingTicker$(request.symbols, request.window, options)
    case 'depth':
      return market.depth$(request.symbols, { ...options, levels: request.levels, speed: request.speed })
    case 'depthDiff':
      return market.depthDiff$(request.symbols, { ...options, speed: request.speed })
    case 'book': {
      const { symbols, speed, snapshot } = request
      return market.book$(symbols, { speed, snapshot, ...(connection !== undefined && { connection }) })
    }
    case 'allMiniTickers':
      return market.allMiniTickers$(options)
    case 'allRollingTickers':
      return market.allRollingTickers$(request.window, options)
    default:
      return market[`${request.kind}$`](request.symbols, options) as Observable<MarketEvent<N>>
  }
}
