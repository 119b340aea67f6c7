import fc from 'fast-check'
import { type AggregateTrade, TradeLog } from '../../../src/simulator/engine/trade-log.js'

const step = fc.record({
  idStep: fc.integer({ min: 1, max: 3 }),
  timeStep: fc.integer({ min: 0, max: 4 }),
  price: fc.integer({ min: 1, max: 1_000 }),
  lots: fc.integer({ min: 1, max: 1_000 }),
  buyerIsMaker: fc.boolean(),
})

describe('the trade log', () => {
  it('answers as a complete list would about the newest trades', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 200 }),
        fc.integer({ min: 1, max: 150 }),
        fc.nat(650),
        fc.nat(800),
        fc.integer({ min: 1, max: 200 }),
        (steps, capacity, at, until, limit) => {
          const log = new TradeLog(capacity)
          const all: AggregateTrade[] = []
          let id = 0
          let time = 0
          for (const { idStep, timeStep, price, lots, buyerIsMaker } of steps) {
            id += idStep
            time += timeStep
            all.push({ id, price, lots, time, buyerIsMaker, firstId: id - idStep, lastId: id })
            log.add(id, time, price, lots, buyerIsMaker, id - idStep, id)
          }
          const held = all.slice(-capacity)
          expect(log.size).toBe(held.length)
          expect(log.newest(limit)).toEqual(held.slice(-limit))
          expect(log.from(at, limit)).toEqual(held.filter(({ id }) => id >= at).slice(0, limit))
          expect(log.between(at, until, limit)).toEqual(
            held.filter(({ time }) => time >= at && time <= until).slice(0, limit),
          )
        },
      ),
    )
  })
})
