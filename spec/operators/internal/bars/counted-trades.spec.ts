import { from, type OperatorFunction } from 'rxjs'
import { binance } from '../../../../src/index.js'
import { type Bar, tickBars, toKlines, valueBars, volumeBars } from '../../../../src/operators/index.js'
import { aTrade } from '../../../../src/testing/index.js'
import { watch } from '../../../world.js'

type Trade = ReturnType<typeof aTrade>
type Options = { onLate?: (trade: Trade) => void }

/** Operators that make one bar of a few trades. */
const kinds: readonly (readonly [string, (options?: Options) => OperatorFunction<Trade, Bar>])[] = [
  ['tickBars', options => tickBars(100, options)],
  ['volumeBars', options => volumeBars(100, options)],
  ['valueBars', options => valueBars(1_000, options)],
  ['toKlines', options => toKlines('1h', options)],
]

const trade = (tradeId: number, price: number, tradeTime = tradeId) =>
  aTrade({ tradeId, price, tradeTime, quantity: 0.1 })

const [a, b, c] = [trade(1, 10), trade(2, 30), trade(3, 20)]

describe.each(kinds)('%s', (_name, barsOf) => {
  it('takes open, close and ids by time and id', () => {
    const sameTime = [trade(1, 10, 5), trade(2, 30, 5), trade(3, 20, 5)] as const
    for (const [x, y, z] of [[a, b, c] as const, sameTime]) {
      for (const trades of [
        [x, y, z],
        [x, z, y],
        [y, x, z],
        [y, z, x],
        [z, x, y],
        [z, y, x],
      ]) {
        const { events } = watch(from(trades).pipe(barsOf()))
        expect(events).toMatchObject([
          { openPrice: 10, closePrice: 20, firstTradeId: 1, lastTradeId: 3, volume: 0.3, quoteVolume: 6 },
        ])
      }
    }
  })

  it('counts a trade once that arrives twice, and reports nothing', () => {
    const late: Trade[] = []
    const trades = [a, { ...a }, c, b, { ...b }, a, { ...c }]
    const { events } = watch(from(trades).pipe(barsOf({ onLate: one => late.push(one) })))
    expect(events).toMatchObject([{ tradeCount: 3, volume: 0.3, late: 0 }])
    expect(late).toEqual([])
  })

  it('counts trades that begin again at a smaller id later', () => {
    const { events } = watch(from([a, b, c, trade(1, 40, 50), trade(2, 50, 51)]).pipe(barsOf()))
    expect(events).toMatchObject([{ tradeCount: 5, closePrice: 50 }])
  })

  it('counts different trades of one id', () => {
    const trades = [trade(7, 10, 1), trade(7, 11, 1), trade(7, 12, 1)]
    expect(watch(from(trades).pipe(barsOf())).events).toMatchObject([{ tradeCount: 3 }])
  })

  it('reports a trade that has no time', () => {
    const late: Trade[] = []
    const { events } = watch(from([a, trade(2, 5, NaN), c]).pipe(barsOf({ onLate: one => late.push(one) })))
    expect(events).toMatchObject([{ tradeCount: 2, late: 1 }])
    expect(late).toMatchObject([{ tradeId: 2 }])
  })

  it('rejects unknown options and selectors that are no functions', () => {
    const call = barsOf as (options: unknown) => unknown
    expect(() => call({ onlate: () => 0 })).toThrow('Did you mean onLate?')
    expect(() => call({ price: 'price' })).toThrow('such as event => event.price, got "price"')
    expect(() => call(null)).toThrow('options')
  })
})

describe('aggregate trades', () => {
  it('are reported when partly counted, ignored when all were', () => {
    const aggregate = (firstTradeId: number, lastTradeId: number) => ({
      symbol: 'BTCUSDT',
      price: 1,
      quantity: 1,
      isBuyerMaker: false,
      tradeTime: lastTradeId,
      firstTradeId,
      lastTradeId,
    })
    const late: number[] = []
    const trades = [aggregate(1, 4), aggregate(8, 9), aggregate(5, 8), aggregate(1, 2), aggregate(5, 7)]
    const { events } = watch(from(trades).pipe(tickBars(100, { onLate: one => late.push(one.firstTradeId) })))
    expect(late).toEqual([5])
    expect(events).toMatchObject([{ tradeCount: 9, volume: 3, firstTradeId: 1, lastTradeId: 9 }])
  })
})

describe('selectors', () => {
  it('read trades whose price and quantity are strings', () => {
    const { price, quantity, ...rest } = trade(1, 10)
    const text = { ...rest, price: String(price), quantity: String(quantity) }
    const options = {
      price: (one: typeof text) => Number(one.price),
      quantity: (one: typeof text) => Number(one.quantity),
    }
    const operators = [
      tickBars(1, options),
      volumeBars(0.1, options),
      valueBars(1, options),
      toKlines('1h', options),
    ]
    for (const bars$ of operators) {
      expect(watch(from([text]).pipe(bars$)).events).toMatchObject([{ openPrice: 10, quoteVolume: 1 }])
    }
  })

  it('are required by the types on a market of strings', () => {
    const text$ = binance({ numeric: String }).trade$('BTCUSDT')
    // @ts-expect-error price and quantity are strings
    text$.pipe(tickBars(1))
    // @ts-expect-error price and quantity are strings
    text$.pipe(toKlines('1h'))
    text$.pipe(toKlines('1h', { price: t => Number(t.price), quantity: t => Number(t.quantity) }))
  })
})
