import { map, merge, type Observable, repeat, retry } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { Freq, MarketError, MarketEvent } from '../../src/index.js'
import { aKline, aTicker, marbleMarket, marbles } from '../../src/testing/index.js'
import { watch } from '../world.js'
import { thrown } from './thrown.js'

/** Records every event. */
const seenOf = (source$: Observable<MarketEvent>) => watch(source$).events

describe('a marble market', () => {
  it('creates events from numbers, parts and bare letters', () =>
    marbles(({ marbleMarket, flush }) => {
      const market = marbleMarket(
        { ticker: { BTCUSDT: '-a-b' }, kline: { ETHUSDT: 'a' }, bookTicker: { BTCUSDT: 'c' } },
        { a: 105, b: { priceChangePercent: 5 }, c: { bidPrice: 7 } },
      )
      const tickers = seenOf(market.ticker$('BTCUSDT'))
      const klines = seenOf(market.kline$('ETHUSDT', '5m'))
      const books = seenOf(market.bookTicker$('btcusdt'))
      const plain = seenOf(marbleMarket({ depth: { BTCUSDT: 'x' } }).depth$('BTCUSDT'))
      flush()
      expect(tickers).toMatchObject([{ type: 'ticker', price: 105 }, { openPrice: 100 / 1.05 }])
      expect(klines).toMatchObject([{ symbol: 'ETHUSDT', freq: '5m', closePrice: 105, closeTime: 299_999 }])
      expect(books).toMatchObject([{ bidPrice: 7 }])
      expect(plain).toMatchObject([{ type: 'depth', bids: [[99.99, 1]] }])
    }))

  it('dates events by frame, numbers them by place', () =>
    marbles(({ marbleMarket, flush }) => {
      const market = marbleMarket(
        { trade: { BTCUSDT: '-a--b 9s c' }, depthDiff: { BTCUSDT: 'dd-d' } },
        { a: 1, b: { eventTime: 2 }, c: { tradeId: 77 }, d: {} },
      )
      const trades = seenOf(market.trade$('BTCUSDT'))
      const diffs = seenOf(market.depthDiff$('BTCUSDT'))
      flush()
      expect(trades).toMatchObject([
        { receivedAt: 1, eventTime: 1, tradeTime: 1, tradeId: 1 },
        { receivedAt: 4, eventTime: 2, tradeTime: 2, tradeId: 2 },
        { receivedAt: 9_005, eventTime: 9_005, tradeId: 77 },
      ])
      expect(diffs.map(diff => diff.type === 'depthDiff' && [diff.firstUpdateId, diff.lastUpdateId])).toEqual(
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      )
    }))

  it('dates what is drawn after a flush by that time', () =>
    marbles(({ cold, marbleMarket, expectObservable, flush }) => {
      expectObservable(cold('----a|')).toBe('----a|')
      flush()
      const market = marbleMarket({ trade: { BTCUSDT: '-a' } })
      const trades = seenOf(market.trade$('BTCUSDT'))
      flush()
      expect(trades).toMatchObject([{ receivedAt: 6, eventTime: 6 }])
    }))

  it('emits a complete event as the same object', () =>
    marbles(({ marbleMarket, flush }) => {
      const a = aTicker({ price: 7, eventTime: 3 })
      const market = marbleMarket({ ticker: { BTCUSDT: '-----a' } }, { a })
      const tickers = seenOf(market.ticker$('BTCUSDT'))
      flush()
      expect(tickers[0]).toBe(a)
    }))

  it('draws channels of the whole market', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket(
        { allMiniTickers: '-a', allRollingTickers: '--b' },
        { a: { tickers: [{ symbol: 'BTCUSDT', price: 1 }] }, b: {} },
      )
      const prices$ = market
        .allMiniTickers$()
        .pipe(map(({ tickers }) => tickers.map(t => [t.price, t.eventTime])))
      expectObservable(prices$).toBe('-p', { p: [[1, 1]] })
      expectObservable(market.allRollingTickers$('4h').pipe(map(t => t.window))).toBe('--w', { w: '4h' })
    }))

  it('distinguishes options, and prefers the more specific name', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({
        kline: { BTCUSDT: 'a', 'BTCUSDT 1h': '-a', 'btcusdt 1h +08:00': '--a' },
        depth: { 'BTCUSDT 5 100ms': 'a', BTCUSDT: '-a' },
      })
      const at$ = (source$: Observable<MarketEvent>) => source$.pipe(map(event => event.receivedAt))
      expectObservable(at$(market.kline$('BTCUSDT', '1m'))).toBe('a', { a: 0 })
      expectObservable(at$(market.kline$('BTCUSDT', '1h'))).toBe('-a', { a: 1 })
      expectObservable(at$(market.kline$('BTCUSDT', '1h', { timeZone: '+08:00' }))).toBe('--a', { a: 2 })
      expectObservable(at$(market.depth$('BTCUSDT', { levels: 5, speed: 100 }))).toBe('a', { a: 0 })
      expectObservable(at$(market.depth$('BTCUSDT', { levels: 5 }))).toBe('-a', { a: 1 })
    }))

  it('rejects a complete event of another channel', () => {
    const a = aKline({ freq: '1h' })
    const ask = (freq: Freq) =>
      thrown(({ marbleMarket, expectObservable }) => {
        const market = marbleMarket({ kline: { BTCUSDT: 'a' } }, { a })
        expectObservable(market.kline$('BTCUSDT', freq)).toBe('a', { a })
      })
    expect(ask('1h')).toBe('nothing was thrown')
    expect(ask('1m')).toMatch(/^kline BTCUSDT 1m: a has freq 1h, but the channel has 1m/)
  })

  it('shares one time: a late subscriber misses earlier events', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: 'a-b-c|' } }, { a: 1, b: 2, c: 3 })
      const prices$ = market.ticker$('BTCUSDT').pipe(map(t => t.price))
      expectObservable(prices$).toBe('                  a-b-c|', { a: 1, b: 2, c: 3 })
      expectObservable(prices$, '---^').toBe('          ----c|', { c: 3 })
      expectObservable(prices$, '-^-!').toBe('          --b', { b: 2 })
      expectObservable(prices$, '-------^').toBe('      -------|')
    }))

  it('emits simultaneous events in the order of the drawing', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ trade: { BTCUSDT: '-a' }, ticker: { BTCUSDT: '-a' } })
      const both$ = merge(market.ticker$('BTCUSDT'), market.trade$('BTCUSDT'))
      expectObservable(both$.pipe(map(event => event.type))).toBe('-(at)', { a: 'trade', t: 'ticker' })
    }))

  it('rejects one channel and no other', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-#-a', ETHUSDT: '---a' } }, { a: 1 })
      const rejected = { code: 'SUBSCRIBE_REJECTED', stream: 'ticker BTCUSDT', reason: 2 }
      const price$ = (symbol: string) => market.ticker$(symbol).pipe(map(t => t.price))
      expectObservable(price$('BTCUSDT')).toBe('-#', null, rejected)
      expectObservable(price$('ETHUSDT')).toBe('---a', { a: 1 })
      expectObservable(price$('BTCUSDT').pipe(retry())).toBe('---a', { a: 1 })
      expectObservable(market.errors$).toBe('-e', { e: rejected })
    }))

  it('rejects a channel with the given error', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-#' } }, { '#': new Error('mine') })
      expectObservable(market.ticker$('BTCUSDT')).toBe('-#', null, new Error('mine'))
      expectObservable(market.errors$).toBe('-')
    }))

  it('emits each delivered event once on events$', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket(
        { ticker: { BTCUSDT: '-a-b', ETHUSDT: '-a-b' }, trade: { BTCUSDT: '--c' } },
        { a: 1, b: 2, c: 3 },
      )
      expectObservable(market.events$.pipe(map(({ type }) => type[1]))).toBe('--ri', { r: 'r', i: 'i' })
      expectObservable(market.ticker$('BTCUSDT').pipe(map(t => t.price)), '--^').toBe('---b', { b: 2 })
      expectObservable(market.ticker$('BTCUSDT').pipe(map(t => t.price)), '--^').toBe('---b', { b: 2 })
      expectObservable(market.trade$('BTCUSDT').pipe(map(t => t.price))).toBe('--c', { c: 3 })
    }))

  it('completes everything on close, and rejects later subscribers', async () => {
    let closing: Promise<void> | undefined
    marbles(({ marbleMarket, expectObservable, expectChannels, cold }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-a-a' } })
      cold('--x').subscribe(() => void (closing = market.close()))
      expectObservable(market.ticker$('BTCUSDT').pipe(map(() => 'a'))).toBe('-a|')
      expectObservable(market.events$.pipe(map(() => 'a'))).toBe('-a|')
      expectObservable(market.errors$).toBe('--|')
      expectObservable(market.ticker$('BTCUSDT'), '---^').toBe('---#', null, { code: 'MARKET_CLOSED' })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^-!' })
    })
    await closing
  })

  it('delivers MARKET_CLOSED on the scheduler, as a live market does', () =>
    marbles(({ marbleMarket, flush }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      void market.close()
      const received: string[] = []
      market.ticker$('BTCUSDT').subscribe({ error: ({ code }: MarketError) => received.push(code) })
      expect(received).toEqual([])
      flush()
      expect(received).toEqual(['MARKET_CLOSED'])
    }))

  it('ends a bare retry() on a closed market, names the channel', () => {
    const message = thrown(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-' } })
      void market.close()
      expectObservable(market.ticker$('BTCUSDT').pipe(retry())).toBe('-')
    })
    expect(message).toMatch(
      /^ticker BTCUSDT was subscribed 1000 times in frame 0: retry and repeat need a delay/,
    )
  })

  it('has no frames and no counters', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'L---|', ticker: { BTCUSDT: '-a' } })
      expectObservable(market.ticker$('BTCUSDT').pipe(map(() => 'a'))).toBe('-a--|')
      expectObservable(merge(market.frames$, market.stats$)).toBe('----|')
    }))

  it('shares a channel whatever connection it is pinned to', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-a' } }, { a: 1 })
      const pinned$ = market.ticker$('BTCUSDT', { connection: 1 })
      const both$ = merge(market.ticker$('BTCUSDT'), pinned$).pipe(map(({ price }) => price))
      expectObservable(both$).toBe('-(aa)', { a: 1 })
      expectChannels(market).toBe({ 'ticker BTCUSDT': '^' })
    }))

  it('completes a channel for later subscribers too', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: 'a|' } })
      expectObservable(
        market.ticker$('BTCUSDT').pipe(
          map(() => 'a'),
          repeat(2),
        ),
      ).toBe('a|')
    }))

  it('works within a plain TestScheduler', () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(
      ({ hot, expectObservable }) => {
        const market = marbleMarket({ hot }, { ticker: { BTCUSDT: '-a|' } }, { a: 1 })
        expectObservable(market.ticker$('BTCUSDT').pipe(map(t => t.price))).toBe('-a|', { a: 1 })
        expectObservable(market.ticker$('BTCUSDT').pipe(map(t => t.price)), '^!').toBe('-')
      },
    )
  })
})
