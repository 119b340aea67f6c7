/** `GET /api/v3/exchangeInfo`. Source: rest-api.md, Exchange information; filters.md. */
import { decimal } from './decimal.js'
import type { Limits } from './limits.js'
import type { Listing } from './listing.js'
import { invalidSymbol, legal, type Query, RestError } from './rest-query.js'

/** The rules of the symbols asked for, or of all, as JSON. */
export function exchangeInfo(all: readonly Listing[], query: Query, now: number, limits: Limits): string {
  return JSON.stringify({
    timezone: 'UTC',
    serverTime: now,
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 },
      { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
      {
        rateLimitType: 'CONNECTIONS',
        interval: 'MINUTE',
        intervalNum: 5,
        limit: limits.connectionsPer5Minutes,
      },
    ],
    exchangeFilters: [],
    symbols: chosen(all, query).map(describe),
  })
}

function chosen(all: readonly Listing[], query: Query): readonly Listing[] {
  const one = query.get('symbol')
  const many = query.get('symbols')
  if (one !== undefined && many !== undefined) {
    throw new RestError(-1128, 'Combination of optional parameters invalid.')
  }
  if (one === undefined && many === undefined) return all
  const names = one !== undefined ? [one] : list(many ?? '')
  return names.map(name => {
    const found = all.find(({ symbol }) => symbol === legal('symbol', name))
    if (found === undefined) throw invalidSymbol()
    return found
  })
}

function list(text: string): string[] {
  if (!/^\["[^"]+"(?:,\s*"[^"]+")*\]$/.test(text)) {
    throw new RestError(
      -1100,
      'Illegal characters found in parameter \'symbols\'; legal range is \'^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$\'.',
    )
  }
  return JSON.parse(text) as string[]
}

function describe({ symbol, baseAsset, quoteAsset, tick, lot }: Listing): object {
  return {
    symbol,
    status: 'TRADING',
    baseAsset,
    baseAssetPrecision: 8,
    quoteAsset,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'],
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: false,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    amendAllowed: false,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: decimal(tick),
        maxPrice: decimal(tick * 100_000_000),
        tickSize: decimal(tick),
      },
      {
        filterType: 'LOT_SIZE',
        minQty: decimal(lot),
        maxQty: decimal(lot * 1_000_000_000),
        stepSize: decimal(lot),
      },
      {
        filterType: 'NOTIONAL',
        minNotional: '5.00000000',
        applyMinToMarket: true,
        maxNotional: '9000000.00000000',
        applyMaxToMarket: false,
        avgPriceMins: 5,
      },
    ],
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'NONE',
    allowedSelfTradePreventionModes: ['NONE'],
  }
}
