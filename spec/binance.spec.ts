import { binance } from '../src/index.js'
import { createWorld, watch } from './world.js'

describe('a Binance market', () => {
  it('converts decimals with numeric', () => {
    const { exchange, scheduler } = createWorld()
    const exact = binance({ connect: exchange.connect, scheduler, numeric: String })
    const cents = binance({
      connect: exchange.connect,
      scheduler,
      numeric: text => BigInt(text.replace('.', '')),
    })
    const strings = watch(exact.ticker$('BTCUSDT'))
    const bigints = watch(cents.depth$('BTCUSDT', { levels: 5 }))
    scheduler.advanceBy(1_500)
    const price: string | undefined = strings.events[0]?.price
    const bid: bigint | undefined = bigints.events[0]?.bids[0]?.[0]
    expect(price).toMatch(/^\d+\.\d{8}$/)
    expect(typeof bid).toBe('bigint')
    expect(typeof strings.events[0]?.tradeCount).toBe('number')
  })

  it('reports what numeric throws as DecodeError and continues', () => {
    const { exchange, scheduler } = createWorld()
    let calls = 0
    let wrong: string | undefined
    const cause = new RangeError('too fine')
    const market = binance({
      connect: exchange.connect,
      scheduler,
      numeric: text => {
        // The volume of the first frame.
        if (++calls === 5) wrong = text
        if (text === wrong) throw cause
        return Number(text)
      },
    })
    const errors = watch(market.errors$)
    const tickers = watch(market.miniTicker$('BTCUSDT'))
    scheduler.advanceBy(3_500)
    expect(errors.events).toEqual([expect.objectContaining({ code: 'DECODE_FAILED', cause })])
    expect(tickers.events.length).toBe(2)
  })

  it('converts exchange times to microseconds with timeUnit', () => {
    const { market, scheduler, errors } = createWorld({ timeUnit: 'microsecond' })
    const trades = watch(market.trade$('BTCUSDT'))
    const klines = watch(market.kline$('BTCUSDT', '1m'))
    scheduler.advanceBy(5_000)
    const [trade] = trades.events
    const [kline] = klines.events
    expect(Math.floor((trade?.eventTime ?? 0) / 1e3)).toBe(trade?.receivedAt)
    expect((kline?.openTime ?? 1) % 60_000_000).toBe(0)
    expect(errors).toEqual([])
  })
})
