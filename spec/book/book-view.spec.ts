/** Reads of a book: what they return, what they do not know, and what they reject. */
import { BookView } from '../../src/book/book-view.js'
import { levelValues } from '../../src/book/level-values.js'
import { OrderBook } from '../../src/book/order-book.js'
import type { Book, PriceLevel } from '../../src/index.js'

const head = {
  symbol: 'BTCUSDT',
  state: 'live',
  eventTime: 1,
  receivedAt: 2,
  queuePosition: undefined,
} as const

const BIDS: PriceLevel[] = [
  [100, 1],
  [99, 2],
  [98, 4],
]
const ASKS: PriceLevel[] = [
  [101, 2],
  [103, 3],
  [104, 5],
]

function open({ bids = BIDS, asks = ASKS, limit = 1_000 } = {}) {
  const living = new OrderBook<number>(levelValues<number>(undefined))
  living.reset({ lastUpdateId: 10, bids, asks }, limit)
  const read = (): Book => new BookView(living, head)
  return { living, read }
}

describe('a book', () => {
  it('reads levels by index and by price', () => {
    const book = open().read()
    expect([book.price('bid', 0), book.quantity('bid', 2), book.price('ask', 1)]).toEqual([100, 4, 103])
    expect([-1, 3, 0.5, NaN].map(index => book.price('bid', index))).toEqual(Array(4).fill(undefined))
    expect([98, 98.5, 100.5, 101, 250].map(price => book.quantityAt(price))).toEqual([4, 0, 0, 2, 0])
    expect([book.quantityAt('ask', 101), book.quantityAt('bid', 101)]).toEqual([2, 0])
    expect([...book.levels('ask')]).toEqual(ASKS)
    const into = { bidPrices: [7, 7, 7], bidQuantities: [], askPrices: [], askQuantities: [] }
    expect(book.top(2, into)).toBe(into)
    expect(into).toEqual({
      bidPrices: [100, 99],
      bidQuantities: [1, 2],
      askPrices: [101, 103],
      askQuantities: [2, 3],
    })
  })

  it('derives figures from its levels', () => {
    const book = open().read()
    expect(book.midPrice).toBe(100.5)
    expect(book.microPrice).toBeCloseTo(100 + 1 / 3, 12)
    expect(book.imbalance(2)).toBe((3 - 5) / 8)
    expect(book.imbalance(50)).toBe((7 - 10) / 17)
    expect(book.priceFor(4)).toEqual({ quantity: 4, averagePrice: 102, worstPrice: 103 })
    expect(book.priceFor(-3)).toEqual({ quantity: 3, averagePrice: 298 / 3, worstPrice: 99 })
    expect(book.depthTo(202 + 309)).toEqual({ quantity: 5, averagePrice: 511 / 5, worstPrice: 103 })
    expect(book.depthTo(-50)).toEqual({ quantity: 0.5, averagePrice: 100, worstPrice: 100 })
    expect(book.quantityWithin(150)).toEqual({ bid: 3, ask: 2 })
    expect(book.quantityWithin(30_000)).toEqual({ bid: 7, ask: 10 })
    expect(open({ bids: [[0.1, 1]], asks: [[0.2, 1]] }).read().midPrice).toBe(0.15)
  })

  it('does not guess beyond the levels that it knows', () => {
    const { living, read } = open({ limit: 3 })
    expect(read().known).toEqual({ low: 98, high: 104 })
    living.apply({ bids: [[90, 9]], asks: [] }, 11)
    const book = read()
    expect([book.depth('bid'), book.price('bid', 3), book.quantityAt(97)]).toEqual([3, undefined, undefined])
    expect(book.quantityAt(90)).toBe(9)
    expect([book.imbalance(3), book.imbalance(4)]).toEqual([(7 - 10) / 17, undefined])
    expect([book.priceFor(11), book.priceFor(-8), book.depthTo(10_000)]).toEqual(Array(3).fill(undefined))
    expect(book.quantityWithin(500)).toBeUndefined()
    expect(book.top(9).bidPrices).toEqual([100, 99, 98])
    living.apply({ bids: BIDS.map(([price]): PriceLevel => [price, 0]), asks: [] }, 12)
    expect([read().bidPrice, read().midPrice, read().depth('bid')]).toEqual([undefined, undefined, 0])
  })

  it.each([
    ['fewer levels than were asked for', BIDS, 4, 0],
    ['no levels', [], 3, 0],
    ['as many levels as were asked for', BIDS, 3, 98],
  ])('knows how far a side with %s reaches', (_, bids, limit, low) => {
    const book = open({ bids, limit }).read()
    expect(book.known.low).toBe(low)
    expect(book.quantityAt(10)).toBe(low === 0 ? 0 : undefined)
  })

  it('knows a touch only where no tick is between', () => {
    const levels = (first: number, step: number): PriceLevel[] =>
      Array.from({ length: 60 }, (_, n) => [first + n * step, 1])
    const { living, read } = open({ bids: levels(100, -0.5), asks: levels(101, 0.5), limit: 60 })
    const bids = levels(100, -0.5).map(([price]): PriceLevel => [price, 0])
    living.apply({ bids: [...bids, [69.5, 2]], asks: [[70, 1]] }, 11)
    expect([read().bidPrice, read().bidQuantity]).toEqual([69.5, 2])
    // A price between two ticks: the grid was a multiple of the tick.
    living.apply({ bids: [[60.25, 1]], asks: [] }, 12)
    expect(read().bidPrice).toBeUndefined()
  })

  it('keeps plain values when superseded, throws BOOK_MOVED for reads', () => {
    const { living, read } = open()
    const before = read()
    const frozen = read().freeze(2)
    living.apply({ bids: [[100, 0]], asks: [] }, 11)
    expect(before).toMatchObject({ bidPrice: 100, updateId: 10, known: { low: 0, high: Infinity } })
    const reads: (() => unknown)[] = [
      () => before.changes,
      () => before.midPrice,
      () => before.microPrice,
      () => before.depth('bid'),
      () => before.price('bid', 0),
      () => before.quantity('ask', 0),
      () => before.quantityAt(100),
      () => before.top(1),
      () => before.levels('bid'),
      () => before.imbalance(1),
      () => before.priceFor(1),
      () => before.depthTo(1),
      () => before.quantityWithin(1),
      () => before.freeze(),
    ]
    for (const readOld of reads) {
      expect(readOld).toThrow(expect.objectContaining({ code: 'BOOK_MOVED', updateId: 10 }) as Error)
    }
    expect([...frozen.levels('bid')]).toEqual(BIDS.slice(0, 2))
    expect([frozen.known, frozen.price('bid', 2)]).toEqual([{ low: 99, high: 103 }, undefined])
    expect(open().read().freeze(0).known).toEqual({ low: Infinity, high: -Infinity })
  })

  it('hands out what numeric makes, and finds it again', () => {
    const toUnits = (text: string): bigint => BigInt(text.replace('.', ''))
    const exact = (text: string): [string, string] => [text, '0.10000000']
    const texts = new OrderBook<string>(levelValues(String))
    texts.reset({ lastUpdateId: 1, bids: [exact('100.10000000')], asks: [exact('100.30000000')] }, 5)
    const units = new OrderBook<bigint>(levelValues(toUnits))
    const level = ([price, quantity]: [string, string]): [bigint, bigint] => [
      toUnits(price),
      toUnits(quantity),
    ]
    units.reset(
      { lastUpdateId: 1, bids: [level(exact('100.10000000'))], asks: [level(exact('100.30000000'))] },
      5,
    )
    texts.apply({ bids: [['100.10000000', '0.00000000'], exact('100.20000000')], asks: [] }, 2)
    units.apply({ bids: [level(['100.10000000', '0.00000000']), level(exact('100.20000000'))], asks: [] }, 2)
    const [text, unit] = [new BookView(texts, head), new BookView(units, head)]
    expect([text.bidPrice, text.quantityAt('100.20000000'), text.quantityAt(100.2)]).toEqual([
      '100.20000000',
      '0.10000000',
      '0.10000000',
    ])
    expect([unit.bidPrice, unit.quantityAt(10_020_000_000n), unit.quantityAt(100.2)]).toEqual([
      10_020_000_000n,
      10_000_000n,
      10_000_000n,
    ])
    expect(text.changes).toEqual([
      { side: 'bid', price: '100.10000000', before: '0.10000000', after: '0.00000000' },
      { side: 'bid', price: '100.20000000', before: '0.00000000', after: '0.10000000' },
    ])
    expect([text.midPrice, unit.midPrice]).toEqual([100.25, 100.25])
    expect(unit.priceFor(0.1)).toEqual(text.priceFor(0.1))
  })

  it.each<[string, (book: Book) => unknown]>([
    ['side', book => book.price('buy' as never, 0)],
    ['side', book => book.depth('' as never)],
    ['top', book => book.top(-1)],
    ['top', book => book.top(1.5)],
    ['freeze', book => book.freeze(NaN)],
    ['imbalance', book => book.imbalance(0)],
    ['priceFor', book => book.priceFor(0)],
    ['depthTo', book => book.depthTo(Infinity)],
    ['quantityWithin', book => book.quantityWithin(-1)],
  ])('rejects a wrong argument: %s', (option, readWrong) => {
    const book = open().read()
    expect(() => readWrong(book)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', option }) as Error,
    )
  })
})
