/**
 * For any diffs: a lost one is noticed at the next. Splitting, repeating and sorting diffs changes
 * nothing.
 */
import fc from 'fast-check'
import { levelValues } from '../../src/book/level-values.js'
import { OrderBook } from '../../src/book/order-book.js'
import type { Diff } from '../../src/book/pending-diffs.js'
import type { PriceLevel } from '../../src/index.js'
import { describeRecordings, framesOf, snapshotOf } from '../recordings.js'
import { runs } from '../runs.js'
import { diff, open, snapshot } from './synced-book.js'

type Levels = readonly PriceLevel[]

/**
 * Diffs of a market whose price walks; no book of them is crossed. The first ends at update 10 or
 * later.
 */
const diffs: fc.Arbitrary<readonly Diff<number>[]> = fc
  .array(
    fc.record({
      move: fc.integer({ min: -3, max: 3 }),
      updates: fc.integer({ min: 1, max: 5 }),
      bids: fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 4 })), {
        maxLength: 8,
      }),
      asks: fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 4 })), {
        maxLength: 8,
      }),
    }),
    { minLength: 3, maxLength: 40 },
  )
  .map(steps => {
    const [bids, asks] = [new Map<number, number>(), new Map<number, number>()]
    const set = (
      side: Map<number, number>,
      changes: Levels,
      isOut: (price: number) => boolean,
    ): PriceLevel[] => {
      const out = [...side.keys()].filter(isOut).map((price): PriceLevel => [price, 0])
      const all = [...new Map([...out, ...changes])]
      for (const [price, quantity] of all) side.set(price, quantity)
      return all
    }
    let mid = 1_000
    let updateId = 9
    return steps.map(step => {
      mid += step.move
      const first = updateId + 1
      updateId += step.updates
      const bidChanges = step.bids.map(([offset, quantity]): PriceLevel => [mid - offset, quantity])
      const askChanges = step.asks.map(([offset, quantity]): PriceLevel => [mid + offset, quantity])
      return diff(
        first,
        updateId,
        set(bids, bidChanges, price => price >= mid),
        set(asks, askChanges, price => price <= mid),
      )
    })
  })

const EMPTY = snapshot(9, [], [])

function bookOf(
  list: readonly Diff<number>[],
  from: { readonly bids: Levels; readonly asks: Levels } = EMPTY,
) {
  const book = new OrderBook<number>(levelValues<number>(undefined))
  book.reset({ lastUpdateId: 9, ...from }, 1_000)
  for (const each of list) book.apply(each, each.lastUpdateId)
  return book
}

const levelsOf = (book: OrderBook<number>): unknown =>
  (['bids', 'asks'] as const).map(side =>
    Array.from({ length: book[side].size }, (_, n) => [book[side].price(n), book[side].quantity(n)]),
  )

/** One diff in place of several: of each price, the last quantity. */
const merged = (list: readonly Diff<number>[]): Diff<number> =>
  diff(
    list[0]?.firstUpdateId ?? 0,
    list.at(-1)?.lastUpdateId ?? 0,
    [...new Map(list.flatMap(({ bids }) => bids))],
    [...new Map(list.flatMap(({ asks }) => asks))],
  )

/**
 * Plays `list` without the diff at every other position; a snapshot mends the book each time.
 * Returns the states after each.
 */
function withEveryOtherLost(list: readonly Diff<number>[], start: 0 | 1): string[] {
  const { diffs$, answer, last } = open()
  const [first, ...others] = list as readonly [Diff<number>, ...Diff<number>[]]
  diffs$.next(first)
  answer(snapshot(first.firstUpdateId - 1, [], []))
  const states: string[] = []
  for (const [n, each] of others.entries()) {
    const before = others[n - 1]
    const isLost = n % 2 === start && n < others.length - 1
    if (isLost) continue
    diffs$.next(each)
    if (before === undefined || (n - 1) % 2 !== start) continue
    states.push(last().state)
    answer(snapshot(before.lastUpdateId, [], []))
    states.push(last().state)
  }
  return states
}

/** Whether a lost diff is noticed at the next one, whichever is lost. */
function expectEachLossNoticed(list: readonly Diff<number>[]): number {
  const states = [...withEveryOtherLost(list, 0), ...withEveryOtherLost(list, 1)]
  expect(states.filter((_, n) => n % 2 === 0).every(state => state === 'stale')).toBe(true)
  expect(states.filter((_, n) => n % 2 === 1).every(state => state === 'live')).toBe(true)
  return states.length / 2
}

describe('any diffs', () => {
  it('make the book stale after a lost one', () => {
    fc.assert(
      fc.property(diffs, list => {
        // All after the first, which makes the book live, and before the last.
        expect(expectEachLossNoticed(list)).toBe(list.length - 2)
      }),
      { numRuns: runs(40, 400) },
    )
  })

  it('give the same book when merged by last write', () => {
    fc.assert(
      fc.property(diffs, fc.array(fc.integer({ min: 1, max: 6 })), (list, lengths) => {
        const parts: Diff<number>[] = []
        for (let n = 0, part = 0; n < list.length; n += lengths[part++] ?? 1) {
          parts.push(merged(list.slice(n, n + (lengths[part] ?? 1))))
        }
        expect(levelsOf(bookOf(parts))).toEqual(levelsOf(bookOf(list)))
      }),
      { numRuns: runs(40, 400) },
    )
  })

  it('give the same book when repeated or overlapping', () => {
    fc.assert(
      fc.property(diffs, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (list, again) => {
        const { diffs$, answer, last } = open()
        const wholes: number[] = []
        for (const n of list.keys()) {
          const back = again.next().value as number
          // The diffs before it in the same frame, as after a reconnect; and some of them alone,
          // which are old.
          diffs$.next(merged(list.slice(Math.max(0, n - back), n + 1)))
          for (const old of list.slice(Math.max(0, n - back), n + 1)) diffs$.next(old)
          if (n === 0) answer(EMPTY)
          wholes.push(last().updateId)
        }
        expect(wholes).toEqual(list.map(({ lastUpdateId }) => lastUpdateId))
        expect([[...last().levels('bid')], [...last().levels('ask')]]).toEqual(levelsOf(bookOf(list)))
      }),
      { numRuns: runs(40, 400) },
    )
  })

  it('give the same book, whatever the order of levels', () => {
    const shuffled = diffs.chain(list =>
      fc.tuple(
        fc.constant(list),
        fc.tuple(
          ...list.map(each =>
            fc.record({
              bids: fc.shuffledSubarray([...each.bids], { minLength: each.bids.length }),
              asks: fc.shuffledSubarray([...each.asks], { minLength: each.asks.length }),
            }),
          ),
        ),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([list, orders]) => {
        const permuted = list.map((each, n) => ({ ...each, ...orders[n] }))
        const book = bookOf([])
        for (const { bids, asks, lastUpdateId } of permuted) {
          book.apply({ bids: [], asks }, lastUpdateId)
          book.apply({ bids, asks: [] }, lastUpdateId)
        }
        expect(levelsOf(book)).toEqual(levelsOf(bookOf(list)))
        expect(levelsOf(bookOf(permuted))).toEqual(levelsOf(bookOf(list)))
      }),
      { numRuns: runs(40, 400) },
    )
  })
})

interface Frame {
  readonly stream: string
  readonly data: { readonly [K in 'U' | 'u' | 'E']: number } & {
    readonly [K in 'b' | 'a']: readonly [string, string][]
  }
}

/** The diffs of a recording, by symbol. */
function recorded(file: string): readonly (readonly Diff<number>[])[] {
  const bySymbol = new Map<string, Diff<number>[]>()
  const numbers = (levels: readonly [string, string][]): PriceLevel[] =>
    levels.map(([price, quantity]) => [Number(price), Number(quantity)])
  for (const text of framesOf(file)) {
    const { stream, data } = JSON.parse(text) as Frame
    if (!stream.includes('@depth')) continue
    const list = bySymbol.get(stream) ?? []
    bySymbol.set(stream, list)
    const last = list.at(-1)
    if (last === undefined || data.U === last.lastUpdateId + 1)
      list.push(diff(data.U, data.u, numbers(data.b), numbers(data.a), data.E))
  }
  return [...bySymbol.values()]
}

describeRecordings('recorded diffs', () => {
  it.each([
    ['binance-spot-20240808-btcusdt.gz', 3_400],
    ['binance-spot-20211012.ws.txt', 100],
  ])('make the book stale after a lost one: %s', (file, least) => {
    const noticed = recorded(file).map(list => expectEachLossNoticed(list))
    expect(noticed.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(least)
  })

  it('give the same book when merged, overlapping or permuted', () => {
    const json = snapshotOf('binance-spot-20240808-btcusdt.gz', 'BTCUSDT')
    const { bids, asks } = JSON.parse(json) as Record<'bids' | 'asks', [string, string][]>
    const numbers = (levels: readonly [string, string][]): PriceLevel[] =>
      levels.map(([price, quantity]) => [Number(price), Number(quantity)])
    const start = { bids: numbers(bids), asks: numbers(asks) }
    const list = (recorded('binance-spot-20240808-btcusdt.gz')[0] ?? []).slice(0, 600)
    const expected = levelsOf(bookOf(list, start))
    const chunks = Array.from({ length: 60 }, (_, n) => list.slice(10 * n, 10 * n + 10))
    expect(levelsOf(bookOf(chunks.map(merged), start))).toEqual(expected)
    const overlapping = chunks.map((chunk, n) => merged([...(chunks[n - 1]?.slice(3) ?? []), ...chunk]))
    expect(levelsOf(bookOf(overlapping, start))).toEqual(expected)
    const reversed = list.map(each => ({
      ...each,
      bids: [...each.bids].reverse(),
      asks: [...each.asks].reverse(),
    }))
    expect(levelsOf(bookOf(reversed, start))).toEqual(expected)
  })
})
