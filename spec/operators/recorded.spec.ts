/**
 * The arithmetic of the operators on recordings of the real exchange, compared with decimal
 * arithmetic on the digits.
 */
import { from, map } from 'rxjs'
import {
  combine,
  type Deal,
  max,
  mean,
  midPrice,
  min,
  movingWindow,
  spread,
  stdev,
  toKlines,
  vwap,
} from '../../src/operators/index.js'
import { describeRecordings, framesOf, recordings } from '../recordings.js'
import { watch } from '../world.js'

interface Frame {
  readonly stream: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A price or quantity, which the exchange sends with 8 places, in units of the last. */
const units = (text: unknown): bigint => BigInt(String(text).replace('.', ''))

const toNumber = (n: bigint, places: number): number => Number(`${n}e-${places}`)

describeRecordings('operators on recordings', () => {
  const frames = recordings.flatMap(([file]) => framesOf(file).map(text => JSON.parse(text) as Frame))
  const dataOf = (...kinds: string[]) =>
    frames.filter(({ stream }) => kinds.includes(stream.split('@')[1] ?? '')).map(({ data }) => data)

  const quotes = dataOf('bookTicker')
  const quotes$ = from(quotes).pipe(
    map(({ s, b, a }) => ({
      symbol: String(s),
      receivedAt: 0,
      bidPrice: Number(b),
      askPrice: Number(a),
    })),
  )
  const trades = dataOf('trade', 'aggTrade')
  const trades$ = from(trades).pipe(
    map(({ s, p, q, m, T, E, t, f, l }) => ({
      symbol: String(s),
      price: Number(p),
      quantity: Number(q),
      isBuyerMaker: m === true,
      tradeTime: Number(T),
      eventTime: Number(E),
      receivedAt: Number(E),
      firstTradeId: Number(t ?? f),
      lastTradeId: Number(t ?? l),
    })),
  )

  it('computes spread and middle from the decimals of each quote', () => {
    expect(quotes.length).toBe(28_124)
    const spreads = watch(quotes$.pipe(spread())).events
    const middles = watch(quotes$.pipe(midPrice())).events
    const isExact = quotes.map(({ b, a }, n) => {
      const [bid, ask] = [units(b), units(a)]
      return (
        spreads[n]?.value === toNumber(ask - bid, 8) && middles[n]?.value === toNumber((ask + bid) * 5n, 9)
      )
    })
    expect(isExact.filter(Boolean).length).toBe(quotes.length)
  })

  it('gives klines the sums of the decimals of their trades', () => {
    const sums = new Map<string, bigint[]>()
    const second = (symbol: unknown, time: number): string => `${String(symbol)} ${Math.floor(time / 1_000)}`
    for (const { s, p, q, m, T } of trades) {
      const [volume = 0n, value = 0n, bought = 0n, boughtValue = 0n] = sums.get(second(s, Number(T))) ?? []
      const [quantity, paid] = [units(q), units(p) * units(q)]
      const isBought = m !== true
      sums.set(second(s, Number(T)), [
        volume + quantity,
        value + paid,
        bought + (isBought ? quantity : 0n),
        boughtValue + (isBought ? paid : 0n),
      ])
    }
    const klines = watch(trades$.pipe(toKlines('1s'))).events
    expect(klines.length).toBe(347)
    const isExact = klines.map(({ symbol, openTime, ...kline }) => {
      const [volume = 0n, value = 0n, bought = 0n, boughtValue = 0n] =
        sums.get(second(symbol, openTime)) ?? []
      return (
        kline.volume === toNumber(volume, 8) &&
        kline.quoteVolume === toNumber(value, 16) &&
        kline.takerBuyVolume === toNumber(bought, 8) &&
        kline.takerBuyQuoteVolume === toNumber(boughtValue, 16)
      )
    })
    expect(isExact.filter(Boolean).length).toBe(klines.length)
  })

  it('keeps means within the prices of their window', () => {
    const aggregate = combine({
      low: min((t: Deal) => t.price),
      high: max((t: Deal) => t.price),
      vwap: vwap<Deal>(),
      mean: mean((t: Deal) => t.price),
      stdev: stdev((t: Deal) => t.price),
    })
    const windows = watch(trades$.pipe(movingWindow({ count: 5 }, aggregate))).events
    const isWithin = windows.filter(
      ({ low, high, vwap, mean }) => Math.min(vwap, mean) >= low && Math.max(vwap, mean) <= high,
    )
    expect(isWithin.length).toBe(trades.length)
    const flat = windows.filter(({ low, high }) => low === high)
    expect(flat.length).toBeGreaterThan(1_000)
    expect(flat.filter(({ stdev }) => stdev !== 0)).toEqual([])
  })
})
