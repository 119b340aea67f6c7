import fc from 'fast-check'
import { MatchingEngine } from '../../../src/simulator/engine/matching-engine.js'
import type { Side } from '../../../src/simulator/engine/order-book.js'

/** An order as a list keeps it: the slow truth that the engine is compared with. */
interface Plain {
  readonly id: number
  readonly side: Side
  readonly price: number
  lots: number
}

interface Trade {
  readonly taker: number
  readonly maker: number
  readonly price: number
  readonly lots: number
}

/** Price-time priority by looking at every order, for every fill. */
class NaiveMatcher {
  /** In the order in which they came. */
  resting: Plain[] = []
  readonly trades: Trade[] = []

  submit(order: Plain, rests: boolean): void {
    const from = order.side === 'bids' ? 'asks' : 'bids'
    const worse = from === 'asks' ? 1 : -1
    for (;;) {
      const [maker] = this.resting
        .filter(({ side, price }) => side === from && (price - order.price) * worse <= 0)
        .sort((a, b) => (a.price - b.price) * worse)
      if (maker === undefined || order.lots === 0) break
      const lots = Math.min(maker.lots, order.lots)
      maker.lots -= lots
      order.lots -= lots
      this.trades.push({ taker: order.id, maker: maker.id, price: maker.price, lots })
      this.resting = this.resting.filter(each => each.lots > 0)
    }
    if (rests && order.lots > 0) this.resting.push(order)
  }

  levels(of: Side): [number, number][] {
    const lots = new Map<number, number>()
    for (const { side, price, lots: more } of this.resting)
      if (side === of) lots.set(price, (lots.get(price) ?? 0) + more)
    return [...lots].sort(([a], [b]) => (of === 'bids' ? b - a : a - b))
  }
}

const side = fc.constantFrom<Side>('bids', 'asks')
const lots = fc.integer({ min: 1, max: 30 })

/** Prices of ten ticks form queues, of thousands form levels. */
const commands = fc.constantFrom(10, 5_000).chain(width =>
  fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('limit'),
          side,
          price: fc.integer({ min: 1, max: width }),
          lots,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('take'),
          side,
          price: fc.option(fc.integer({ min: 1, max: width }), { nil: undefined }),
          lots: fc.integer({ min: 1, max: 100 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel'), pick: fc.nat() }) },
    ),
    { maxLength: 120, size: 'max' },
  ),
)
type Command = typeof commands extends fc.Arbitrary<(infer C)[]> ? C : never

/** Runs the commands on the engine and, with the same ids, on the naive model. */
function play(list: readonly Command[]) {
  const engine = new MatchingEngine()
  const naive = new NaiveMatcher()
  const trades: Trade[] = []
  const aggregated: Trade[] = []
  const submitted = new Map<number, number>()
  const traded = new Map<number, number>()
  const cancelled = new Map<number, number>()
  const levels = { bids: new Map<number, number>(), asks: new Map<number, number>() }
  const ids: number[] = []
  let crossed = 0
  let changes = 0
  const add = (map: Map<number, number>, id: number, lots: number) => map.set(id, (map.get(id) ?? 0) + lots)

  Object.assign(engine.events, {
    accepted: (id, _side, lots) => add(submitted, id, lots),
    traded(taker, maker, _from, price, lots) {
      trades.push({ taker, maker, price, lots })
      add(traded, taker, lots)
      add(traded, maker, lots)
    },
    aggregated: (taker, _from, price, lots) => aggregated.push({ taker, maker: 0, price, lots }),
    cancelled: (id, lots) => add(cancelled, id, lots),
    changed(side, price, lots) {
      changes++
      if (lots === 0) levels[side].delete(price)
      else levels[side].set(price, lots)
    },
  } satisfies MatchingEngine['events'])

  for (const command of list) {
    if ('pick' in command) {
      const id = ids[command.pick % Math.max(1, ids.length)] ?? 0
      const known = naive.resting.find(order => order.id === id)
      expect(engine.cancel(id)).toBe(known?.lots ?? 0)
      naive.resting = naive.resting.filter(order => order !== known)
    } else if (command.kind === 'limit') {
      const { side, price = 1, lots } = command
      const id = engine.submitLimit(side, price, lots)
      naive.submit({ id, side, price, lots }, true)
      ids.push(id)
    } else {
      const { side: from, price, lots } = command
      const id =
        price === undefined ? engine.submitMarket(from, lots) : engine.submitMarket(from, lots, price)
      const side = from === 'asks' ? 'bids' : 'asks'
      naive.submit({ id, side, price: price ?? (side === 'bids' ? Infinity : 0), lots }, false)
      ids.push(id)
    }
    if (engine.book.bids.best >= engine.book.asks.best) crossed++
  }
  return { engine, naive, trades, aggregated, submitted, traded, cancelled, levels, ids, crossed, changes }
}

const byPrice = (a: readonly number[], b: readonly number[]) => (a[0] ?? 0) - (b[0] ?? 0)

describe('the matching engine', () => {
  it('trades by price, then time, as an exhaustive search', () => {
    fc.assert(
      fc.property(commands, list => {
        const { engine, naive, trades, crossed } = play(list)
        expect(trades).toEqual(naive.trades)
        expect(engine.book.bids.top(Infinity)).toEqual(naive.levels('bids'))
        expect(engine.book.asks.top(Infinity)).toEqual(naive.levels('asks'))
        expect(engine.book.orders.count).toBe(naive.resting.length)
        expect(crossed).toBe(0)
      }),
    )
  })

  it('conserves the quantity of each order: traded, cancelled or resting', () => {
    fc.assert(
      fc.property(commands, list => {
        const { naive, submitted, traded, cancelled, ids } = play(list)
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids) {
          const resting = naive.resting.find(order => order.id === id)?.lots ?? 0
          expect((traded.get(id) ?? 0) + (cancelled.get(id) ?? 0) + resting).toBe(submitted.get(id))
          // An order that has traded entirely is not reported as cancelled.
          expect(cancelled.get(id)).not.toBe(0)
        }
      }),
    )
  })

  it('reports every level change, each with the next id', () => {
    fc.assert(
      fc.property(commands, list => {
        const { engine, levels, changes } = play(list)
        expect(engine.book.updateId).toBe(changes)
        for (const side of ['bids', 'asks'] as const) {
          expect([...levels[side]].sort(byPrice)).toEqual([...engine.book[side].top(Infinity)].sort(byPrice))
        }
      }),
    )
  })

  it("aggregates a taker's trades at each price, best first", () => {
    fc.assert(
      fc.property(commands, list => {
        const { trades, aggregated } = play(list)
        const sums: Trade[] = []
        for (const { taker, price, lots } of trades) {
          const last = sums.at(-1)
          if (last?.taker === taker && last.price === price) sums.pop()
          const before = last?.taker === taker && last.price === price ? last.lots : 0
          sums.push({ taker, maker: 0, price, lots: before + lots })
        }
        expect(aggregated).toEqual(sums)
      }),
    )
  })

  it('does not cancel an order whose row was reused', () => {
    const engine = new MatchingEngine()
    const gone = engine.submitLimit('bids', 5, 1)
    engine.submitMarket('bids', 1)
    const next = engine.submitLimit('bids', 6, 2)
    expect(engine.cancel(gone)).toBe(0)
    expect(engine.cancel(next)).toBe(2)
    expect(engine.cancel(next)).toBe(0)
  })

  it('keeps the queue position of a partly filled order', () => {
    const engine = new MatchingEngine()
    const makers: number[] = []
    engine.events.traded = (_taker, maker) => makers.push(maker)
    const first = engine.submitLimit('asks', 7, 3)
    const second = engine.submitLimit('asks', 7, 3)
    engine.submitMarket('asks', 1)
    engine.submitMarket('asks', 3)
    expect(makers).toEqual([first, first, second])
  })
})
