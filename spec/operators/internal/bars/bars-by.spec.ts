import fc from 'fast-check'
import { from } from 'rxjs'
import type { Bar } from '../../../../src/operators/internal/bars/bar.js'
import { tickBars } from '../../../../src/operators/tick-bars.js'
import { valueBars } from '../../../../src/operators/value-bars.js'
import { volumeBars } from '../../../../src/operators/volume-bars.js'
import { aTrade } from '../../../../src/testing/index.js'
import { createWorld, watch } from '../../../world.js'
import { exact, nearest } from '../arithmetic/exact.js'

const kinds = [
  ['tickBars', tickBars, ({ tradeCount }: Bar) => tradeCount, 10],
  ['volumeBars', volumeBars, ({ volume }: Bar) => volume, 0.2],
  ['valueBars', valueBars, ({ quoteVolume }: Bar) => quoteVolume, 10_000],
] as const

describe.each(kinds)('%s', (_name, barsOf, measure, common) => {
  const trade = fc.record({
    symbol: fc.constantFrom('A', 'B'),
    price: fc.integer({ min: 1, max: 9 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    isBuyerMaker: fc.boolean(),
  })

  it('conserves trades, volume and value, closes full bars', () => {
    fc.assert(
      fc.property(fc.array(trade, { maxLength: 50 }), fc.integer({ min: 1, max: 40 }), (plan, size) => {
        const trades = plan.map((known, tradeId) => aTrade({ ...known, tradeId }))
        const { events, terminations: ends } = watch(from(trades).pipe(barsOf(size)))
        expect(ends).toEqual(['complete'])

        for (const symbol of ['A', 'B']) {
          const own = trades.filter(one => one.symbol === symbol)
          const bars = events.filter(bar => bar.symbol === symbol)
          const total = (read: (bar: Bar) => number): number => bars.reduce((sum, bar) => sum + read(bar), 0)
          const sum = (read: (one: (typeof own)[number]) => number): number =>
            own.reduce((all, one) => all + read(one), 0)
          expect(total(bar => bar.tradeCount)).toBe(own.length)
          expect(total(bar => bar.volume)).toBe(sum(one => one.quantity))
          expect(total(bar => bar.quoteVolume)).toBe(sum(one => one.quantity * one.price))
          expect(total(bar => bar.takerBuyVolume)).toBe(sum(one => (one.isBuyerMaker ? 0 : one.quantity)))

          const firsts = bars.map(({ firstTradeId }) => own.findIndex(one => one.tradeId === firstTradeId))
          bars.forEach((bar, index) => {
            expect(bar.isClosed).toBe(measure(bar) >= size)
            if (!bar.isClosed) expect(index).toBe(bars.length - 1)
            // Without its last trade it was not full.
            const members = own.slice(firsts[index], firsts[index + 1])
            const [before] = watch(from(members.slice(0, -1)).pipe(barsOf(1e9))).events
            expect(before === undefined ? 0 : measure(before)).toBeLessThan(size)
            expect(bar.highPrice).toBe(Math.max(...members.map(({ price }) => price)))
            expect(bar.lowPrice).toBe(Math.min(...members.map(({ price }) => price)))
            expect([bar.openPrice, bar.closePrice]).toEqual([members[0]?.price, members.at(-1)?.price])
          })
        }
      }),
      { numRuns: 40 },
    )
  })

  it("divides an exchange's trades without a gap between the bars", () => {
    const { market, scheduler } = createWorld()
    const trades = watch(market.trade$('BTCUSDT'))
    const bars = watch(market.trade$('BTCUSDT').pipe(barsOf(common)))
    scheduler.advanceBy(20_000)
    expect(bars.events.length).toBeGreaterThan(3)
    expect(bars.events[0]?.firstTradeId).toBe(trades.events[0]?.tradeId)
    for (let n = 1; n < bars.events.length; n++)
      expect(bars.events[n]?.firstTradeId).toBe((bars.events[n - 1]?.lastTradeId ?? NaN) + 1)
  })
})

describe('the volume of a bar', () => {
  it('is the exact difference of bought and sold, rounded once', () => {
    const quantity = fc.oneof(
      fc.constantFrom(0.1, 0.2, 0.00000001, 1e-12, 3, 9_999_999.12345678, 1e14, 1e300, 1 / 3),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(quantity, fc.boolean()), { minLength: 1, maxLength: 20 }), plan => {
        const trades = plan.map(([one, isBuyerMaker], tradeId) =>
          aTrade({ tradeId, price: 1, quantity: one, isBuyerMaker }),
        )
        const [bar] = watch(from(trades).pipe(tickBars(trades.length))).events
        const sum = (list: typeof trades): number =>
          nearest(
            list.reduce((all, one) => all + exact(one.quantity), 0n),
            exact(1),
          )
        expect(bar?.volume).toBe(sum(trades))
        expect(bar?.takerBuyVolume).toBe(sum(trades.filter(one => !one.isBuyerMaker)))
      }),
    )
  })
})
