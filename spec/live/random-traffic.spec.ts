import fc from 'fast-check'
import type { Subscription } from 'rxjs'
import type { Exchange } from '../../src/simulator/index.js'
import { createWorld } from '../world.js'
import { runs } from '../runs.js'

const PAIRS = runs(1_500, 10_000)

const faults = [
  'drop',
  'reset',
  'halfOpen',
  'loseAck',
  'lateAck',
  'forget',
  'refuse',
  'shutdown',
  'garbage',
] as const
type Fault = (typeof faults)[number]

function strike(exchange: Exchange, fault: Fault | null, symbol: string): void {
  if (fault === 'drop') exchange.faults.drop()
  if (fault === 'reset') exchange.faults.reset()
  if (fault === 'halfOpen') exchange.faults.halfOpen()
  if (fault === 'loseAck') exchange.faults.loseAcks(1)
  if (fault === 'lateAck') exchange.faults.delayAcks(6_000, 1)
  if (fault === 'forget') exchange.faults.forget(`${symbol.toLowerCase()}@ticker`)
  if (fault === 'refuse') exchange.faults.refuse({ count: 1 })
  if (fault === 'shutdown') exchange.shutdown({ grace: 1_000 })
  if (fault === 'garbage') exchange.faults.garbage()
}

describe('random traffic', () => {
  it(`settles to the wanted set after ${PAIRS} subscribe/unsubscribe pairs`, () => {
    const symbols = Array.from({ length: 40 }, (_, n) => `SYM${n}`)
    // One step: a subscriber joins one symbol, or an earlier one leaves; then some time passes,
    // often none.
    const step = fc.record({
      symbol: fc.constantFrom(...symbols),
      leave: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      joins: fc.integer({ min: 0, max: 3 }),
      leaves: fc.integer({ min: 0, max: 3 }),
      wait: fc.constantFrom(0, 0, 0, 1, 40, 250, 1_100),
    })
    let pairs = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 160 }), fc.nat(120), (steps, latency) => {
        const { market, scheduler, exchange, subscribed, errors } = createWorld({}, { latency })
        const joined: { readonly symbol: string; readonly subscription: Subscription }[] = []
        const leaveOne = (at: number): void => {
          const [gone] = joined.splice(Math.floor(at * joined.length), 1)
          if (gone === undefined) return
          gone.subscription.unsubscribe()
          pairs++
        }
        const wanted = (): string[] =>
          [...new Set(joined.map(({ symbol }) => `${symbol.toLowerCase()}@ticker`))].sort()

        for (const { symbol, leave, joins, leaves, wait } of steps) {
          for (let n = 0; n < joins; n++) {
            joined.push({ symbol, subscription: market.ticker$(symbol).subscribe() })
          }
          for (let n = 0; n < leaves; n++) leaveOne(leave)
          scheduler.advanceBy(wait)
        }
        scheduler.advanceBy(5_000)
        expect([...subscribed()].sort()).toEqual(wanted())

        while (joined.length > 0) leaveOne(0)
        scheduler.advanceBy(5_000)
        expect(exchange.connections).toEqual([])
        expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)
        expect(errors).toEqual([])
        expect(scheduler.pending).toBe(0)
      }),
      { seed: 20261122, numRuns: runs(15, 100) },
    )
    expect(pairs).toBeGreaterThanOrEqual(PAIRS)
  })

  it('settles to the wanted set through random faults', () => {
    const step = fc.record({
      symbol: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
      join: fc.boolean(),
      fault: fc.option(fc.constantFrom(...faults), { freq: 2 }),
      wait: fc.constantFrom(0, 10, 700, 3_000, 12_000),
    })
    const lastStep = fc.record({ fault: fc.constantFrom(...faults), wait: fc.nat(150) })
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 10, maxLength: 60 }),
        lastStep,
        fc.nat(120),
        (steps, last, latency) => {
          const { market, scheduler, exchange, subscribed } = createWorld(
            { reconnect: { maxAttempts: Infinity, maxDelay: 5_000 } },
            { latency },
          )
          const joined = new Map<string, Subscription>()
          for (const { symbol, join, fault, wait } of steps) {
            if (join && !joined.has(symbol)) joined.set(symbol, market.ticker$(symbol).subscribe())
            if (!join) {
              joined.get(symbol)?.unsubscribe()
              joined.delete(symbol)
            }
            strike(exchange, fault, symbol)
            scheduler.advanceBy(wait)
          }
          exchange.faults.clear()
          scheduler.advanceBy(150_000)
          const healthy = exchange.connections.filter(({ halfOpen }) => !halfOpen)
          expect([...new Set(healthy.flatMap(({ subscriptions }) => subscriptions))].sort()).toEqual(
            [...joined.keys()].map(symbol => `${symbol.toLowerCase()}@ticker`).sort(),
          )
          expect(subscribed().length).toBe(joined.size)
          expect(exchange.maxMessagesInAnySecond()).toBeLessThanOrEqual(5)

          // All leave, within a fault's reach.
          strike(exchange, last.fault, 'A')
          scheduler.advanceBy(last.wait)
          for (const subscription of joined.values()) subscription.unsubscribe()
          // Two silences of a command and two closeTimeouts at the most: sooner than the next
          // heartbeat.
          scheduler.advanceBy(15_000)
          expect(exchange.connections.filter(({ halfOpen }) => !halfOpen)).toEqual([])
          scheduler.advanceBy(165_000)
          expect(exchange.connections).toEqual([])
          expect(scheduler.pending).toBe(0)
        },
      ),
      { seed: 20261122, numRuns: runs(40, 400) },
    )
  })
})
