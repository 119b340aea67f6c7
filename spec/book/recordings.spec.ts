/**
 * Books of recorded diffs show what the exchange showed: the touch of the bookTicker of the same
 * update.
 */
import { type LevelValues, OrderBook } from '../../src/book/order-book.js'
import { describeRecordings, framesOf, snapshotOf } from '../recordings.js'

interface Frame {
  readonly stream: string
  readonly data: {
    readonly u: number
    readonly U: number
    readonly b: readonly (readonly [string, string])[]
    readonly a: readonly (readonly [string, string])[]
    readonly B: string
    readonly A: string
  }
}
interface Snapshot {
  readonly lastUpdateId: number
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
}

const texts: LevelValues<string> = {
  areDoubles: false,
  zero: '0',
  toDouble: Number,
}

/**
 * Plays the diffs of a symbol after its snapshot; returns how often the touch was compared, and how
 * often it differed.
 */
function compare(frames: readonly Frame[], symbol: string, snapshot: Snapshot, limit: number) {
  const book = new OrderBook<string>(texts)
  book.reset(snapshot, limit)
  // The ticker of an update never comes after the diff that contains it.
  const tickers: Frame['data'][] = []
  let next = 0
  let ticker: Frame['data'] | undefined
  let checks = 0
  let unknown = 0
  const differences: unknown[] = []
  for (const { stream, data } of frames) {
    if (stream === `${symbol}@bookTicker`) tickers.push(data)
    if (!stream.startsWith(`${symbol}@depth`) || data.u <= book.updateId) continue
    if (data.U - 1 > book.updateId) throw new Error(`a gap before ${data.U}`)
    book.apply({ bids: data.b, asks: data.a }, data.u)
    for (; (tickers[next]?.u ?? Infinity) <= data.u; next++) ticker = tickers[next]
    if (ticker === undefined || ticker.u <= snapshot.lastUpdateId) continue
    checks++
    if (book.price('bid', 0) === undefined || book.price('ask', 0) === undefined) {
      unknown++
      continue
    }
    const touch = [
      book.price('bid', 0),
      book.quantity('bid', 0),
      book.price('ask', 0),
      book.quantity('ask', 0),
    ]
    if (String(touch) !== String([ticker.b, ticker.B, ticker.a, ticker.A])) differences.push([data.u, touch])
  }
  return { checks, unknown, differences }
}

describeRecordings('a book of recorded diffs', () => {
  it("has the exchange's touch at each update: BTCUSDT", () => {
    const file = 'binance-spot-20240808-btcusdt.gz'
    const snapshot = JSON.parse(snapshotOf(file, 'BTCUSDT')) as Snapshot
    const frames = framesOf(file).map(text => JSON.parse(text) as Frame)
    const { checks, unknown, differences } = compare(frames, 'btcusdt', snapshot, 1_000)
    expect(differences).toEqual([])
    expect(checks).toBeGreaterThan(3_400)
    // The market falls below the recording's only snapshot.
    expect(unknown).toBeLessThanOrEqual(1)
  })

  it("has the exchange's touch at each update: four thin symbols", () => {
    const frames = framesOf('binance-spot-20211012.ws.txt').map(text => JSON.parse(text) as Frame)
    const results = ['nknusdt', 'blzeth', 'lrcbtc', 'runeeur'].map(symbol => {
      const json = snapshotOf('binance-spot-20211012.http.txt', symbol.toUpperCase())
      return compare(frames, symbol, JSON.parse(json) as Snapshot, 1_000)
    })
    expect(results.flatMap(({ differences }) => differences)).toEqual([])
    expect(results.reduce((sum, { checks }) => sum + checks, 0)).toBeGreaterThan(100)
    expect(results.reduce((sum, { unknown }) => sum + unknown, 0)).toBe(0)
  })
})
