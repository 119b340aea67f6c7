import { catchError, defer, EMPTY, interval, repeat } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { aTrade, type MarketDiagrams, marbles, type MarketValues } from '../../src/testing/index.js'
import { thrown } from './thrown.js'

/** The error of a market drawn so. */
const drawn = (diagrams: MarketDiagrams, values?: MarketValues) =>
  thrown(({ marbleMarket, flush }) => {
    const market = marbleMarket(diagrams, values)
    if (diagrams.ticker) market.ticker$('BTCUSDT').subscribe()
    if (diagrams.depth) market.depth$('BTCUSDT').subscribe()
    if (diagrams.trade) market.trade$('BTCUSDT').subscribe()
    flush()
  })

describe('an error explains', () => {
  it('what is drawn, when another channel is requested', () => {
    expect(
      thrown(({ marbleMarket, expectObservable }) => {
        const market = marbleMarket({ ticker: { BTCUSDT: 'a' }, kline: { 'ethusdt 1m': 'a' } })
        expectObservable(market.kline$('ETHUSDT', '5m')).toBe('a')
      }),
    ).toBe(
      "the strategy subscribed to kline ETHUSDT 5m, which is not drawn; drawn: kline ETHUSDT 1m, ticker BTCUSDT. Draw it, with '-' while it sends nothing",
    )
  })

  it('the same when the strategy swallows errors', () => {
    expect(
      thrown(({ marbleMarket, expectObservable }) => {
        const market = marbleMarket({})
        const strategy$ = defer(() => market.trade$('BTCUSDT')).pipe(catchError(() => EMPTY))
        expectObservable(strategy$).toBe('|')
      }),
    ).toMatch(/^the strategy subscribed to trade BTCUSDT, which is not drawn; nothing is\. Draw it/)
  })

  it('which kinds there are', () => {
    const diagrams = { tickers: { BTCUSDT: 'a' } } as MarketDiagrams
    expect(drawn(diagrams)).toMatch(/^"tickers" is not a kind of channel; the kinds are ticker, miniTicker, /)
  })

  it('which options a channel has', () => {
    expect(drawn({ kline: { 'BTCUSDT 7m': 'a' } })).toMatch(
      /^"kline BTCUSDT 7m": "7m" is not an option; those of a kline are 1s, 1m, /,
    )
    expect(drawn({ ticker: { 'BTCUSDT 1m': 'a' } })).toBe(
      '"ticker BTCUSDT 1m": "1m" is not an option; a ticker has none',
    )
    expect(drawn({ ticker: { 'BTC/USDT': 'a' } })).toContain('"BTC/USDT" is not a symbol')
  })

  it('that a channel is drawn twice', () => {
    expect(drawn({ ticker: { BTCUSDT: 'a', btcusdt: 'b' } })).toBe(
      'ticker BTCUSDT is drawn twice: draw it once',
    )
  })

  it('which letter has no value', () => {
    expect(drawn({ ticker: { BTCUSDT: '-a-q' } }, { a: 1, b: 2 })).toBe(
      'ticker BTCUSDT: q has no value; values has a, b. Add one, such as { q: { price: 105 } }, or pass no values at all: then every letter is an event with default fields',
    )
    expect(thrown(({ cold }) => void cold('-q', { a: 1 }))).toBe("'-q': q has no value; the values are a")
    expect(thrown(({ hot }) => void hot('-q', {}))).toBe("'-q': q has no value; the values are none")
    expect(thrown(({ cold, expectObservable }) => expectObservable(cold('-q')).toBe('-q', { a: 'q' }))).toBe(
      "'-q': q has no value; the values are a",
    )
  })

  it('which field of a value its channel has not', () => {
    expect(drawn({ depth: { BTCUSDT: '-a' } }, { a: { price: 1 } })).toBe(
      'depth BTCUSDT: a has price, which is no field of a depth; those are type, symbol, receivedAt, lastUpdateId, bids, asks',
    )
    expect(drawn({ depth: { BTCUSDT: '-a' } }, { a: 1 })).toBe(
      'depth BTCUSDT: a is the number 1, but a depth has more than one price: pass its fields',
    )
    expect(drawn({ ticker: { BTCUSDT: '-a' } }, { a: aTrade() })).toBe(
      'ticker BTCUSDT: a has type trade, but the channel has ticker: leave type out, or draw it on its own channel',
    )
    expect(drawn({ trade: { BTCUSDT: '-a' } }, { a: aTrade({ symbol: 'ETHUSDT' }) })).toBe(
      'trade BTCUSDT: a has symbol ETHUSDT, but the channel has BTCUSDT: leave symbol out, or draw it on its own channel',
    )
  })

  it('which letters a connection has', () => {
    expect(drawn({ connection: '-L-x' })).toBe(
      "connection '-L-x': x has no meaning; L is live, D dropped, S silent, F failed for good, | the market closed",
    )
  })

  it('that a diagram was never asserted, at its line', () => {
    const forgotten = 'is compared with nothing, so it cannot fail: end it with'
    expect(thrown(({ cold, expectObservable }) => void expectObservable(cold('a')))).toBe(
      `expectObservable(…) ${forgotten} .toBe('-a-|', { a: … })`,
    )
    expect(thrown(({ cold, expectSubscriptions }) => void expectSubscriptions(cold('a').subscriptions))).toBe(
      `expectSubscriptions(…) ${forgotten} .toBe('^--!')`,
    )
    expect(thrown(({ marbleMarket, expectChannels }) => void expectChannels(marbleMarket({})))).toBe(
      `expectChannels(market) ${forgotten} .toBe({ 'ticker BTCUSDT': '^--!' })`,
    )
  })

  it('that a test expects nothing', () => {
    expect(thrown(() => undefined)).toBe(
      "this test expects nothing, so it cannot fail: use expectObservable(x$).toBe('-a-|'), or call flush() and assert yourself",
    )
  })

  it('that tests do not nest, also in RxJS', () => {
    const nested = /^marbles was called within another marbles or TestScheduler\.run.*Give each its own test/
    expect(thrown(() => marbles(() => undefined))).toMatch(nested)
    new TestScheduler(() => undefined).run(() => expect(thrown(() => undefined)).toMatch(nested))
    expect(
      thrown(({ cold, expectObservable }) => {
        new TestScheduler(() => undefined).run(() => undefined)
        expectObservable(cold('a')).toBe('a')
      }),
    ).toMatch(/^another simulate, marbles or TestScheduler\.run ran within marbles/)
  })

  it('that virtual time waits for no promise', () => {
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the mistake to report
    expect(thrown(async () => Promise.resolve())).toMatch(/^the test of marbles is async, and virtual time/)
  })

  it('that time would never end, in place of hanging', () => {
    const endless = /^time does not end: 1000 actions were scheduled by frame 99\d, and there are more/
    const test = thrown(({ expectObservable }) => expectObservable(interval(1)).toBe('-'), {
      maxActions: 1_000,
    })
    expect(test).toMatch(endless)
    expect(
      thrown(({ expectObservable, scheduler }) => expectObservable(interval(1, scheduler)).toBe('-'), {
        maxActions: 1_000,
      }),
    ).toMatch(endless)
  })

  it('that a channel is asked for without end', () => {
    expect(
      thrown(({ marbleMarket, expectObservable }) => {
        const market = marbleMarket({ ticker: { BTCUSDT: '-|' } })
        expectObservable(market.ticker$('BTCUSDT').pipe(repeat())).toBe('-')
      }),
    ).toBe(
      'ticker BTCUSDT was subscribed 1000 times in frame 1: retry and repeat need a delay, here as on a real market',
    )
  })
})
