import { of } from 'rxjs'
import { BookView } from '../../src/book/book-view.js'
import { levelValues } from '../../src/book/level-values.js'
import { OrderBook } from '../../src/book/order-book.js'
import type { Book, PriceLevel } from '../../src/index.js'
import { depthLadder, type DepthLadderOptions, type Ladder } from '../../src/operators/index.js'

function bookOf(bids: PriceLevel[], asks: PriceLevel[], limit = 1_000): Book {
  const book = new OrderBook<number>(levelValues<number>(undefined))
  book.reset({ lastUpdateId: 7, bids, asks }, limit)
  return new BookView(book, {
    symbol: 'BTCUSDT',
    state: 'live',
    eventTime: 0,
    receivedAt: 0,
    queuePosition: undefined,
  })
}

function ladderOf(book: Book, rows: number, options?: DepthLadderOptions): Ladder {
  const ladders: Ladder[] = []
  of(book)
    .pipe(depthLadder(rows, options))
    .subscribe(ladder => ladders.push(ladder))
  return ladders[0] as Ladder
}

describe('depthLadder', () => {
  it('emits the best rows of both sides with running totals', () => {
    const book = bookOf(
      [
        [100, 1],
        [99, 2],
        [98, 4],
      ],
      [
        [101, 3],
        [102, 5],
      ],
    )
    expect(ladderOf(book, 2)).toEqual({
      symbol: 'BTCUSDT',
      state: 'live',
      updateId: 7,
      bids: [
        { price: 100, quantity: 1, total: 1 },
        { price: 99, quantity: 2, total: 3 },
      ],
      asks: [
        { price: 101, quantity: 3, total: 3 },
        { price: 102, quantity: 5, total: 8 },
      ],
    })
  })

  it('groups prices away from the touch', () => {
    const book = bookOf(
      [
        [104, 1],
        [100, 2],
        [99.9, 4],
        [90, 8],
      ],
      [
        [105, 1],
        [110, 2],
        [110.1, 4],
      ],
    )
    const { bids, asks } = ladderOf(book, 5, { group: 10 })
    expect(bids.map(({ price, quantity }) => [price, quantity])).toEqual([
      [100, 3],
      [90, 12],
    ])
    expect(asks.map(({ price, quantity }) => [price, quantity])).toEqual([
      [110, 3],
      [120, 4],
    ])
  })

  it('groups decimals by decimal steps', () => {
    const book = bookOf(
      [
        [0.3, 1],
        [0.29, 1],
        [0.2, 1],
      ],
      [
        [0.31, 1],
        [0.4, 1],
      ],
    )
    const { bids, asks } = ladderOf(book, 5, { group: 0.1 })
    expect(bids.map(({ price, quantity }) => [price, quantity])).toEqual([
      [0.3, 1],
      [0.2, 2],
    ])
    expect(asks.map(({ price, quantity }) => [price, quantity])).toEqual([[0.4, 2]])
  })

  it('leaves out a row that is partly unknown', () => {
    const book = bookOf(
      [
        [104, 1],
        [97, 2],
      ],
      [
        [105, 1],
        [111, 2],
      ],
      2,
    )
    const { bids, asks } = ladderOf(book, 5, { group: 10 })
    expect(bids.map(({ price }) => price)).toEqual([100])
    expect(asks.map(({ price }) => price)).toEqual([110])
  })

  it.each([
    [0, {}, 'rows'],
    [5, { group: 0 }, 'group'],
    [5, { groups: 1 }, 'groups'],
  ])('rejects %d rows with %j', (rows, options, option) => {
    expect(() => depthLadder(rows, options as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        option: expect.stringContaining(option) as string,
      }) as Error,
    )
  })
})
