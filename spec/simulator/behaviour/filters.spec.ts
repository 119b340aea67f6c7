/**
 * Trades, quotes and statistics conform to `exchangeInfo`: ticks, lots, their bounds and eight
 * decimals.
 */
import type { SymbolOptions } from '../../../src/simulator/index.js'
import { inVirtualTime, listen } from '../client.js'

/** A decimal of eight places as a count of 0.00000001; throws for any other text. */
function units(text: string): bigint {
  if (!/^\d+\.\d{8}$/.test(text)) throw new Error(`${text} has not eight decimals`)
  return BigInt(text.replace('.', ''))
}

type Filter = Record<string, string> & { filterType: string }
type Level = [price: string, quantity: string]

const markets: readonly (SymbolOptions & { preset: 'calm' | 'wild' })[] = [
  { symbol: 'BTCUSDT', preset: 'calm' },
  { symbol: 'DOGEUSDT', preset: 'wild' },
  { symbol: 'PEPEUSDT', preset: 'wild', price: 0.00001 },
  { symbol: 'LEASTUSDT', preset: 'wild', price: 5e-7 },
  { symbol: 'DEARUSDT', preset: 'wild', price: 10_000_000 },
  { symbol: 'FINEUSDT', preset: 'wild', price: 5_000_000, tickSize: 0.01 },
  { symbol: 'COARSEUSDT', preset: 'calm', price: 100, tickSize: 1, lotSize: 10 },
]

describe('filters', () => {
  it.each(markets)('hold for $symbol with the preset $preset', ({ preset, ...options }) => {
    const { symbol } = options
    const name = symbol.toLowerCase()
    const { exchange, scheduler } = inVirtualTime({ preset, symbols: [options], seed: 11 })
    const client = listen(exchange, `/stream?streams=${name}@trade/${name}@aggTrade`)
    const ask = <T>(path: string) => JSON.parse(exchange.rest(`/api/v3/${path}`).body) as T
    scheduler.advanceBy(15_000)

    const info = ask<{ symbols: [{ filters: Filter[] }] }>(`exchangeInfo?symbol=${symbol}`)
    const filter = (type: string): Record<string, string> => {
      const found = info.symbols[0].filters.find(({ filterType }) => filterType === type)
      if (found === undefined) throw new Error(`No filter ${type}`)
      return found
    }
    const number = (type: string, field: string) => units(filter(type)[field] ?? '')
    const [minPrice, maxPrice, tick] = ['minPrice', 'maxPrice', 'tickSize'].map(f =>
      number('PRICE_FILTER', f),
    )
    const [minQty, maxQty, step] = ['minQty', 'maxQty', 'stepSize'].map(f => number('LOT_SIZE', f))
    const isWithin = (text: string, least = 0n, most = 0n) => units(text) >= least && units(text) <= most
    const isPrice = (text: string) => units(text) % (tick ?? 0n) === 0n && isWithin(text, minPrice, maxPrice)
    const isWhole = (text: string) => units(text) % (step ?? 0n) === 0n
    const isQuantity = (text: string) => isWhole(text) && isWithin(text, minQty, maxQty)
    const worth = (price: string, quantity: string) => (units(price) * units(quantity)) / 100_000_000n

    const trades = client.frames<{ p: string; q: string }>(`${name}@trade`)
    expect(trades.length).toBeGreaterThan(20)
    expect(trades.filter(({ p, q }) => !isPrice(p) || !isQuantity(q))).toEqual([])
    expect(trades.filter(({ p, q }) => worth(p, q) > number('NOTIONAL', 'maxNotional'))).toEqual([])

    const { bids, asks } = ask<{ bids: Level[]; asks: Level[] }>(`depth?symbol=${symbol}&limit=5000`)
    expect([...bids, ...asks].filter(([price, quantity]) => !isPrice(price) || !isWhole(quantity))).toEqual(
      [],
    )
    // Few levels hold but what was left of an order that had been large enough.
    const small = [...bids, ...asks].filter(
      ([price, quantity]) => worth(price, quantity) < number('NOTIONAL', 'minNotional'),
    )
    expect(small.length).toBeLessThanOrEqual(2)

    const day = ask<Record<'volume' | 'lastQty', string>>(`ticker/24hr?symbol=${symbol}`)
    expect(isWhole(day.volume) && isWhole(day.lastQty)).toBe(true)
    const sums = client.frames<{ q: string }>(`${name}@aggTrade`).map(({ q }) => units(q))
    expect(sums.reduce((all, part) => all + part)).toBe(
      trades.map(({ q }) => units(q)).reduce((all, part) => all + part),
    )
  })
})
