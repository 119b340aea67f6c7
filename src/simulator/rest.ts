/**
 * The REST side: the same market, asked instead of watched.
 * Source: rest-api.md, General endpoints and Market Data endpoints; errors.md, 11xx.
 */
import type { SchedulerLike } from 'rxjs'
import { decimal, notional } from './decimal.js'
import { isInterval, nextOpenOf, openOf } from './intervals.js'
import { klineAt } from './kline.js'
import type { Instrument } from './instrument.js'
import type { Listing } from './listing.js'
import type { Limits } from './limits.js'
import { levels } from './payloads.js'
import type { SimulatedMarket } from './simulated-market.js'

/** An answer of the REST side; `body` is JSON text. */
export interface RestResponse {
  readonly status: number
  readonly body: string
}

/** Thrown inside a handler, answered as the exchange answers. */
class RestError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

type Query = ReadonlyMap<string, string>

export type RestHandler = (url: string) => RestResponse

/** Answers `/api/v3/…` with the market's state now. */
export function createRest(market: SimulatedMarket, scheduler: SchedulerLike, limits: Limits): RestHandler {
  const now = () => Math.floor(scheduler.now())

  const instrument = (query: Query): Instrument => {
    const symbol = mandatory(query, 'symbol')
    const found = market.instrument(legal('symbol', symbol))
    if (found === undefined) throw invalidSymbol()
    return found
  }

  const routes: Record<string, (query: Query) => string> = {
    '/api/v3/ping': () => '{}',
    '/api/v3/time': () => `{"serverTime":${now()}}`,
    '/api/v3/exchangeInfo': query => exchangeInfo(market.symbols, query, now(), limits),
    '/api/v3/depth': query => {
      const limit = Math.min(5_000, integer(query, 'limit') ?? 100)
      if (limit < 1) throw new RestError(-1130, "Data sent for parameter 'limit' is not valid.")
      const { book, listing } = instrument(query)
      return `{"lastUpdateId":${book.updateId},"bids":${levels(book.bids.top(limit), listing)},"asks":${levels(book.asks.top(limit), listing)}}`
    },
    '/api/v3/klines': query => klines(instrument(query), query, now()),
  }

  return url => {
    const [path = '', search = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split(/\?(.*)/s)
    const route = routes[path]
    if (route === undefined) return { status: 404, body: '{"code":-1000,"msg":"Path not found."}' }
    try {
      return { status: 200, body: route(readQuery(search)) }
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      return { status: error.status, body: JSON.stringify({ code: error.code, msg: error.message }) }
    }
  }
}

function invalidSymbol(): RestError {
  return new RestError(-1121, 'Invalid symbol.')
}

function readQuery(search: string): Query {
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) {
    if (query.has(name)) throw new RestError(-1101, 'Duplicate values for a parameter detected.')
    query.set(name, value)
  }
  return query
}

function mandatory(query: Query, name: string): string {
  const value = query.get(name)
  if (value) return value
  throw new RestError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
}

function legal(name: string, text: string): string {
  const range = '^[A-Z0-9-_.]{1,20}$'
  if (/^[\w.\-\u0080-\uffff]{1,40}$/.test(text) && text === text.toUpperCase()) return text
  throw new RestError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`)
}

function integer(query: Query, name: string): number | undefined {
  const text = query.get(name)
  if (text === undefined) return undefined
  if (/^\d{1,16}$/.test(text)) return Number(text)
  throw new RestError(
    -1100,
    `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`,
  )
}

const ZONE_LIMITS = [-12 * 60, 14 * 60] as const

/** Milliseconds that a zone such as `8`, `-1:00` or `05:45` is ahead of UTC. */
function zone(text: string): number {
  const [, sign, hours = '', minutes = '0'] = /^([+-]?)(\d{1,2})(?::(\d{2}))?$/.exec(text) ?? []
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  if (hours === '' || Number(minutes) > 59 || ahead < ZONE_LIMITS[0] || ahead > ZONE_LIMITS[1]) {
    throw new RestError(-1130, "Data sent for parameter 'timeZone' is not valid.")
  }
  return ahead * 60_000
}

function klines(instrument: Instrument, query: Query, now: number): string {
  const interval = mandatory(query, 'interval')
  if (!isInterval(interval)) throw new RestError(-1120, 'Invalid interval.')
  const limit = Math.min(1_000, integer(query, 'limit') ?? 500)
  if (limit < 1) throw new RestError(-1130, "Data sent for parameter 'limit' is not valid.")
  const offset = zone(query.get('timeZone') ?? '0')
  const startTime = integer(query, 'startTime')
  const end = Math.min(now, integer(query, 'endTime') ?? now)
  const rows: string[] = []
  const add = (time: number): boolean => {
    const kline = klineAt(instrument, interval, offset, time)
    if (kline !== undefined) rows.push(row(instrument.listing, kline))
    return kline !== undefined
  }
  if (startTime === undefined) {
    for (let time = end; rows.length < limit && add(time);) time = openOf(interval, time, offset) - 1
    rows.reverse()
  } else {
    const first = openOf(interval, Math.max(startTime, instrument.bars.since(interval)), offset)
    let time = first < startTime ? nextOpenOf(interval, first, offset) : first
    for (; time <= end && rows.length < limit; time = nextOpenOf(interval, time, offset)) add(time)
  }
  return `[${rows.join(',')}]`
}

function row(
  { tick, lot }: Listing,
  { openTime, closeTime, bar }: NonNullable<ReturnType<typeof klineAt>>,
): string {
  const price = (ticks: number) => decimal(ticks * tick)
  return `[${openTime},"${price(bar.open)}","${price(bar.high)}","${price(bar.low)}","${price(bar.close)}","${decimal(bar.volume * lot)}",${closeTime},"${notional(bar.quote, tick, lot)}",${bar.count},"${decimal(bar.takerVolume * lot)}","${notional(bar.takerQuote, tick, lot)}","0"]`
}

function exchangeInfo(all: readonly Listing[], query: Query, now: number, limits: Limits): string {
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
