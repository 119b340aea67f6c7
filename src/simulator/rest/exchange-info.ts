/**
 * `exchangeInfo`. Source: rest-api.md, Exchange information; filters.md; enums.md, Rate limiters.
 */
import { decimal, UNITS } from '../decimal.js'
import { MIN_NOTIONAL, type SymbolSpec } from '../engine/symbol-spec.js'
import { badCombination, illegalCharacters, invalid, type Query } from './query.js'
import { specsFor, type RouteContext, type Route } from './route.js'

export const exchangeInfo: Route = {
  parameters: ['symbol', 'symbols', 'permissions', 'showPermissionSets', 'symbolStatus'],
  weight: () => 20,
  respond(context) {
    const { query, limits, clock, unit } = context
    const showsPermissions = flag(query, 'showPermissionSets', true)
    return JSON.stringify({
      timezone: 'UTC',
      serverTime: clock * unit,
      rateLimits: [
        {
          rateLimitType: 'REQUEST_WEIGHT',
          interval: 'MINUTE',
          intervalNum: 1,
          limit: limits.weightPerMinute,
        },
        // Reported, not enforced: five minutes of weight run out before.
        { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
      ],
      exchangeFilters: [],
      symbols: chosen(context).map(spec => describe(spec, showsPermissions)),
    })
  },
}

function chosen(context: RouteContext): readonly SymbolSpec[] {
  const { query } = context
  const ways = ['symbol', 'symbols', 'permissions', 'symbolStatus'].filter(name => query.has(name))
  const isNamed = query.has('symbol') || query.has('symbols')
  if (isNamed && ways.length > 1) throw badCombination()
  return isNamed || permits(query.get('permissions') ?? 'SPOT') ? specsFor(context) : []
}

/** Source: enums.md, Account and Symbol Permissions. */
const PERMISSION = /^(SPOT|MARGIN|LEVERAGED|TRD_GRP_0\d\d)$/

/**
 * Whether a permission, or a list of them, includes the permission that every symbol here requires.
 */
function permits(text: string): boolean {
  const names = /^\[.*\]$/s.test(text) ? text.slice(1, -1).split(',') : [`"${text}"`]
  const permissions = names.map(name => /^\s*"([^"]*)"\s*$/.exec(name)?.[1] ?? '')
  if (!permissions.every(name => PERMISSION.test(name))) throw invalid('permissions')
  return permissions.includes('SPOT')
}

function flag(query: Query, name: string, byDefault: boolean): boolean {
  const text = query.get(name)
  if (text === undefined) return byDefault
  if (!/^(true|false)$/i.test(text)) throw illegalCharacters(name, '^(true|false)$')
  return /^true$/i.test(text)
}

function describe(spec: SymbolSpec, showsPermissions: boolean): object {
  const { symbol, baseAsset, quoteAsset, tick, lot, maxTicks, maxLots } = spec
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
        maxPrice: decimal(maxTicks, tick),
        tickSize: decimal(tick),
      },
      {
        filterType: 'LOT_SIZE',
        minQty: decimal(lot),
        maxQty: decimal(maxLots, lot),
        stepSize: decimal(lot),
      },
      {
        filterType: 'MARKET_LOT_SIZE',
        minQty: decimal(0),
        maxQty: decimal(maxLots / 1_000, lot),
        stepSize: decimal(0),
      },
      { filterType: 'PERCENT_PRICE_BY_SIDE', ...PRICE_RANGE, avgPriceMins: 5 },
      {
        filterType: 'NOTIONAL',
        minNotional: decimal(MIN_NOTIONAL * UNITS),
        applyMinToMarket: true,
        maxNotional: '9000000.00000000',
        applyMaxToMarket: false,
        avgPriceMins: 5,
      },
      { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
    ],
    permissions: [],
    permissionSets: showsPermissions ? [['SPOT']] : [],
    defaultSelfTradePreventionMode: 'NONE',
    allowedSelfTradePreventionModes: ['NONE'],
  }
}

const PRICE_RANGE = {
  bidMultiplierUp: '5',
  bidMultiplierDown: '0.2',
  askMultiplierUp: '5',
  askMultiplierDown: '0.2',
} as const
