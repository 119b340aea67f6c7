import { map } from 'rxjs'
import type { Book } from '../../src/index.js'
import { aGap, marbles } from '../../src/testing/index.js'

const touch = (bidPrice: number, askPrice: number) => ({ bidPrice, askPrice })
const values = { a: touch(99, 101), b: touch(100, 101), c: touch(100, 102) }
/** The state of a book, its best prices, and how many levels the diff changed. */
const brief = ({ state, bidPrice = 0, askPrice = 0, changes }: Book): string =>
  `${state} ${bidPrice} ${askPrice} ${changes.length}`

describe('a drawn book', () => {
  it('is emitted at each letter, as its touch', () => {
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const book = '     -a-b--c-c-|'
      const expected = ' sa-b--c-d-|'
      const market = marbleMarket({ book: { BTCUSDT: book } }, values)
      expectObservable(market.book$('BTCUSDT').pipe(map(brief))).toBe(expected, {
        s: 'syncing 0 0 0',
        a: 'live 99 101 0',
        b: 'live 100 101 2',
        c: 'live 100 102 2',
        d: 'live 100 102 0',
      })
      expectChannels(market).toBe({ 'depthDiff BTCUSDT 100ms': '^---------!' })
    })
  })

  it('may be drawn by its levels, or around 100', () => {
    marbles(({ marbleMarket, expectObservable }) => {
      const levels = {
        bids: [
          [99, 1],
          [98, 3],
        ],
        asks: [
          [102, 2],
          [103, 6],
        ],
      } as const
      const market = marbleMarket({ book: { BTCUSDT: '-ab|' } }, { a: levels, b: { bidQuantity: 7 } })
      const read = (book: Book): unknown => [book.depth('bid'), book.quantityAt(98), book.imbalance(2)]
      expectObservable(market.book$('BTCUSDT').pipe(map(read))).toBe('sab|', {
        s: [0, undefined, undefined],
        a: [2, 3, -1 / 3],
        b: [1, 0, 0.75],
      })
      const plain = marbleMarket({ book: { BTCUSDT: '-a|' } })
      expectObservable(plain.book$('BTCUSDT').pipe(map(brief))).toBe('sa|', {
        s: 'syncing 0 0 0',
        a: 'live 99.99 100.01 0',
      })
    })
  })

  it('is stale after a drop, live after a snapshot', () => {
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = 'L---D---L---'
      const book = '      -a-b-c---a-b'
      const expected = '  sa-bd----a-b'
      const market = marbleMarket({ connection, book: { BTCUSDT: book } }, values)
      expectObservable(market.book$('BTCUSDT').pipe(map(brief))).toBe(expected, {
        s: 'syncing 0 0 0',
        a: 'live 99 101 0',
        b: 'live 100 101 2',
        d: 'stale 100 101 0',
      })
    })
  })

  it('is stale after a gap, and live in the same frame', () => {
    marbles(({ marbleMarket, expectObservable }) => {
      const book = '    -a-g-b----c'
      const expected = 'sa---(xb)-c'
      const market = marbleMarket({ book: { BTCUSDT: book } }, { ...values, g: aGap({ missing: 2 }) })
      expectObservable(market.book$('BTCUSDT').pipe(map(brief))).toBe(expected, {
        s: 'syncing 0 0 0',
        a: 'live 99 101 0',
        x: 'stale 99 101 0',
        b: 'live 100 101 0',
        c: 'live 100 102 2',
      })
    })
  })

  it('subscribes separately from snapshots, which wait for the first letter', () => {
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'D', book: { BTCUSDT: '--a-b' } }, values)
      const bid$ = market
        .depthSnapshot$('BTCUSDT')
        .pipe(map(({ bids, lastUpdateId }) => [bids, lastUpdateId]))
      expectObservable(bid$).toBe('--(a|)', { a: [[[99, 1]], 1] })
    })
  })

  it.each([
    [{ a: 100 }, 'book BTCUSDT: a is the number 100, but a book has more than one price'],
    [{ a: { price: 1 } }, 'book BTCUSDT: a has price, which is no field of a book'],
    [{ a: { bids: [], askPrice: 1 } }, 'book BTCUSDT: a has levels and askPrice'],
    [{ b: { bidPrice: 1 } }, 'book BTCUSDT: a has no value'],
  ])('rejects %j', (wrong, message) => {
    expect(() => marbles(({ marbleMarket }) => marbleMarket({ book: { BTCUSDT: 'a' } }, wrong))).toThrow(
      message,
    )
  })

  it('is not drawn beside its diffs', () => {
    expect(() =>
      marbles(({ marbleMarket }) => marbleMarket({ depthDiff: { BTCUSDT: 'a' }, book: { btcusdt: 'a' } })),
    ).toThrow('depthDiff BTCUSDT is drawn twice')
  })
})
