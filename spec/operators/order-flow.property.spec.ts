import fc from 'fast-check'
import { from } from 'rxjs'
import { midPrice, spread, tradeFlow } from '../../src/operators/index.js'
import { aTrade } from '../../src/testing/index.js'
import { watch } from '../world.js'

const quotes = fc.array(
  fc
    .record({ bidPrice: fc.integer({ min: 1, max: 1e6 }), over: fc.integer({ min: 1, max: 1_000 }) })
    .map(({ bidPrice, over }) => ({ symbol: 'A', receivedAt: 7, bidPrice, askPrice: bidPrice + over })),
)
const trades = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 100 }),
    price: fc.integer({ min: 1, max: 100 }),
    isBuyerMaker: fc.boolean(),
  }),
)

describe('order flow', () => {
  it('has each best price half a spread from the middle', () => {
    fc.assert(
      fc.property(quotes, list => {
        const middles = watch(from(list).pipe(midPrice())).events
        const spreads = watch(from(list).pipe(spread())).events
        expect(middles.map(({ value }, n) => value - (spreads[n]?.value ?? NaN) / 2)).toEqual(
          list.map(q => q.bidPrice),
        )
        expect(middles.map(({ value }, n) => value + (spreads[n]?.value ?? NaN) / 2)).toEqual(
          list.map(q => q.askPrice),
        )
      }),
    )
  })

  it('measures the same basis points in any unit of price', () => {
    fc.assert(
      fc.property(quotes, fc.constantFrom(0.5, 2, 1024), (list, rate) => {
        const other = list.map(q => ({ ...q, bidPrice: q.bidPrice * rate, askPrice: q.askPrice * rate }))
        const basisPoints = (of: typeof list) => watch(from(of).pipe(spread({ unit: 'basisPoints' }))).events
        expect(basisPoints(other)).toEqual(basisPoints(list))
      }),
    )
  })

  it("counts every trade once, with the takers' sign", () => {
    fc.assert(
      fc.property(trades, fc.constantFrom('base' as const, 'quote' as const), (plan, unit) => {
        const flow = (turn: boolean) =>
          watch(
            from(plan.map(known => aTrade({ ...known, isBuyerMaker: known.isBuyerMaker !== turn }))).pipe(
              tradeFlow({ unit }),
            ),
          ).events.map(({ value }) => value)
        expect(flow(true).map(value => 0 - value)).toEqual(flow(false))
        const traded = plan.reduce(
          (sum, { quantity, price }) => sum + quantity * (unit === 'base' ? 1 : price),
          0,
        )
        expect(flow(false).reduce((sum, value) => sum + Math.abs(value), 0)).toBe(traded)
      }),
    )
  })
})
