import fc from 'fast-check'
import { from, map, toArray } from 'rxjs'
import { Freq } from '../../src/index.js'
import { onlyClosed } from '../../src/operators/only-closed.js'
import type { TradeKline } from '../../src/operators/index.js'
import { toKlines } from '../../src/operators/to-klines.js'
import { aTrade } from '../../src/testing/index.js'
import { createWorld, watch } from '../world.js'
import { marbles } from './marbles.js'

const at = (second: number, price: number, symbol = 'BTCUSDT') =>
  aTrade({ symbol, price, tradeTime: second * 1_000, eventTime: second * 1_000 })

describe('toKlines', () => {
  it('closes a kline with a later trade or at completion', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { a: at(0, 10), b: at(30, 12), c: at(59, 9), d: at(60, 11), e: at(300, 8) }
      const source = cold('  -a-b-c-d-e-|    ', values)
      const subs = '         ^----------!    '
      const expected = '     -------x-y-(z|) '
      const close$ = source.pipe(
        toKlines('1m'),
        map(({ openTime, openPrice, highPrice, lowPrice, closePrice, isClosed }) => [
          openTime,
          ...[openPrice, highPrice, lowPrice, closePrice],
          isClosed,
        ]),
      )
      expectObservable(close$).toBe(expected, {
        x: [0, 10, 12, 9, 9, true],
        y: [60_000, 11, 11, 11, 11, true],
        z: [300_000, 8, 8, 8, 8, false],
      })
      expectSubscriptions(source.subscriptions).toBe(subs)
    })
  })

  it('makes a complete kline', () => {
    const trades = [
      aTrade({ tradeId: 7, price: 10, quantity: 1, tradeTime: 61_000, eventTime: 61_001 }),
      aTrade({
        tradeId: 8,
        price: 12,
        quantity: 2,
        tradeTime: 62_000,
        isBuyerMaker: true,
        eventTime: 62_001,
      }),
    ]
    expect(watch(from(trades).pipe(toKlines(Freq.m1))).events).toEqual<TradeKline[]>([
      {
        type: 'kline',
        symbol: 'BTCUSDT',
        eventTime: 62_001,
        receivedAt: 62_001,
        freq: '1m',
        timeZone: '+00:00',
        openTime: 60_000,
        closeTime: 119_999,
        firstTradeId: 7,
        lastTradeId: 8,
        openPrice: 10,
        highPrice: 12,
        lowPrice: 10,
        closePrice: 12,
        volume: 3,
        quoteVolume: 34,
        takerBuyVolume: 1,
        takerBuyQuoteVolume: 10,
        tradeCount: 2,
        isClosed: false,
        late: 0,
      },
    ])
  })

  it('has the times of its closing or last trade', () => {
    const { events } = watch(from([at(0, 1), at(5, 2), at(70, 3), at(80, 4)]).pipe(toKlines('1m')))
    expect(events.map(({ eventTime, receivedAt }) => [eventTime, receivedAt])).toEqual([
      [70_000, 70_000],
      [80_000, 80_000],
    ])
  })

  it('makes klines of each symbol separately', () => {
    const trades = [at(0, 1), at(1, 50, 'ETHUSDT'), at(61, 2), at(62, 60, 'ETHUSDT')]
    const { events } = watch(from(trades).pipe(toKlines('1m'), onlyClosed()))
    expect(events.map(({ symbol, closePrice }) => [symbol, closePrice])).toEqual([
      ['BTCUSDT', 1],
      ['ETHUSDT', 50],
    ])
  })

  it('reports a trade of a closed interval, counts it nowhere', () => {
    const late: number[] = []
    const trades = [at(0, 1), at(60, 2), at(59, 100), at(61, 3)]
    const { events } = watch(from(trades).pipe(toKlines('1m', { onLate: ({ price }) => late.push(price) })))
    expect(late).toEqual([100])
    expect(events.map(({ highPrice }) => highPrice)).toEqual([1, 3])
  })

  it('waits for late trades as long as lateness allows', () => {
    const trades = [at(0, 1), at(61, 5), at(59, 2), at(66, 6), at(58, 9)].map((one, tradeId) => ({
      ...one,
      tradeId,
    }))
    const closePrices = (lateness: number) =>
      watch(from(trades).pipe(toKlines('1m', { lateness }))).events.map(({ closePrice, late }) => [
        closePrice,
        late,
      ])
    expect(closePrices(0)).toEqual([
      [1, 0],
      [6, 2],
    ])
    expect(closePrices(5_000)).toEqual([
      [2, 0],
      [6, 1],
    ])
    expect(closePrices(Infinity)).toEqual([
      [2, 0],
      [6, 0],
    ])
  })

  it.each([
    ['60m', "Did you mean '1h'?"],
    [60_000, "Did you mean '1m'?"],
    ['m1', "Did you mean '1m'?"],
    ['1H', "Did you mean '1h'?"],
    [undefined, 'got undefined'],
    [null, 'got null'],
    [{ freq: '1m' }, 'option freq of toKlines should be one of'],
  ])('rejects %p as an interval', (freq, message) => {
    expect(() => toKlines(freq as Freq)).toThrow(message)
  })

  it('errors with its source', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -a-#', { a: at(0, 1) })
      const expected = '     ---#'
      expectObservable(source.pipe(toKlines('1m'))).toBe(expected)
    })
  })

  it('counts an aggregate trade as the trades that it contains', () => {
    const { isBuyerMaker, tradeTime, eventTime, receivedAt, symbol, quantity, price } = at(0, 1)
    const common = { isBuyerMaker, tradeTime, eventTime, receivedAt, symbol, quantity, price }
    const trades = [
      { ...common, firstTradeId: 5, lastTradeId: 9 },
      { ...common, firstTradeId: 10, lastTradeId: 12 },
    ]
    const [kline] = watch(from(trades).pipe(toKlines('1h'))).events
    expect(kline).toMatchObject({ firstTradeId: 5, lastTradeId: 12, tradeCount: 8, volume: 2 })
  })

  it("equals the exchange's own klines, minute for minute", () => {
    const { market, scheduler, errors } = createWorld()
    const symbols = ['BTCUSDT', 'ETHUSDT']
    const ours = watch(market.trade$(symbols).pipe(toKlines('1m'), onlyClosed()))
    const theirs = watch(market.kline$(symbols, '1m').pipe(onlyClosed()))
    scheduler.advanceBy(200_000)
    // The first minute began before the subscription.
    const known = theirs.events.filter(({ openTime }) => openTime > (theirs.events[0]?.openTime ?? NaN))
    expect(known.length).toBe(4)
    for (const kline of known) {
      const made = ours.events.find(
        ({ symbol, openTime }) => symbol === kline.symbol && openTime === kline.openTime,
      )
      const { eventTime, receivedAt, ...exact } = kline
      expect(made).toMatchObject(exact)
      expect(made?.eventTime).toBeGreaterThanOrEqual(eventTime - 1_000)
      expect(receivedAt).toBeGreaterThan(kline.closeTime)
    }
    expect(errors).toEqual([])
  })

  it('puts every trade into one kline, or reports it', () => {
    const trade = fc.record({
      symbol: fc.constantFrom('A', 'B'),
      price: fc.integer({ min: 1, max: 100 }),
      quantity: fc.integer({ min: 1, max: 100 }),
      tradeTime: fc.integer({ min: 0, max: 400_000 }),
      isBuyerMaker: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(trade, { maxLength: 80 }),
        fc.constantFrom(Freq.s1, Freq.m1, Freq.m3),
        (plan, freq) => {
          let late = 0
          const trades = plan.map((known, tradeId) => aTrade({ ...known, tradeId }))
          const klines = watch(
            from(trades).pipe(toKlines(freq, { onLate: () => late++ }), toArray()),
          ).events.flat()
          expect(klines.reduce((sum, { tradeCount }) => sum + tradeCount, 0) + late).toBe(trades.length)
          const opens = klines.map(({ symbol, openTime }) => `${symbol} ${openTime}`)
          expect(new Set(opens).size).toBe(opens.length)
          for (const { openTime, closeTime, lowPrice, highPrice, openPrice, closePrice } of klines) {
            expect(openTime).toBeLessThan(closeTime)
            expect(Math.min(openPrice, closePrice)).toBeGreaterThanOrEqual(lowPrice)
            expect(Math.max(openPrice, closePrice)).toBeLessThanOrEqual(highPrice)
          }
        },
      ),
    )
  })
})
