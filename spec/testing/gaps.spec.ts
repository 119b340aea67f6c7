import { map } from 'rxjs'
import type { Gap, MarketEvent } from '../../src/index.js'
import { aGap, marbles } from '../../src/testing/index.js'

/** Events as prices, gaps as their missing numbers. */
const labelOf = (item: MarketEvent | Gap) =>
  item.type === 'gap'
    ? `${item.cause} ${item.missing ?? '?'} ${item.state}`
    : 'price' in item
      ? item.price
      : item.type

describe('gaps of a marble market', () => {
  it('are the events drawn while the connection was down', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const connection = '   L---D---L---'
      const trade = '        -a-b-c-d-e----|'
      const market = marbleMarket({ connection, trade: { BTCUSDT: trade } }, { a: 1, b: 2, c: 3, d: 4, e: 5 })
      const values = { a: 1, b: 2, e: 5, g: 'disconnect 2 lost', o: 'disconnect 2 open' }
      expectObservable(market.trade$('BTCUSDT', { gaps: true }).pipe(map(labelOf))).toBe(
        '-a-b-----(ge)-|',
        values,
      )
      expectObservable(market.trade$('BTCUSDT').pipe(map(labelOf))).toBe('-a-b-----e----|', values)
      expectObservable(market.gaps$.pipe(map(labelOf))).toBe('---------(og)', values)
    }))

  it('have the ids between which they are', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'L-D-L', trade: { BTCUSDT: 'a-bb-a' } }, { a: 1, b: 2 })
      expectObservable(market.gaps$).toBe('-----(ol)', {
        o: aGap({ after: 1, before: 4, missing: 2, since: 0, until: 5, state: 'open' }),
        l: aGap({ after: 1, before: 4, missing: 2, since: 0, until: 5 }),
      })
      expectObservable(market.trade$('BTCUSDT').pipe(map(({ tradeId }) => tradeId))).toBe('a----c', {
        a: 1,
        c: 4,
      })
    }))

  it('are absent where nothing was drawn meanwhile', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'L-D-L', trade: { BTCUSDT: 'a----b' } }, { a: 1, b: 2 })
      expectObservable(market.trade$('BTCUSDT', { gaps: true }).pipe(map(labelOf))).toBe('a----b', {
        a: 1,
        b: 2,
      })
      expectObservable(market.gaps$).toBe('-')
    }))

  it('count the closes of klines, and nothing of states', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket(
        { connection: 'L-D---L', kline: { BTCUSDT: 'u--cu--u' }, ticker: { BTCUSDT: 't--tt--t' } },
        { u: {}, c: { isClosed: true }, t: 1 },
      )
      const values = { t: 1, u: 'kline', k: 'disconnect 1 lost', s: 'disconnect ? lost' }
      expectObservable(market.kline$('BTCUSDT', '1m', { gaps: true }).pipe(map(labelOf))).toBe(
        'u------(ku)',
        values,
      )
      expectObservable(market.ticker$('BTCUSDT', { gaps: true }).pipe(map(labelOf))).toBe(
        't------(st)',
        values,
      )
    }))

  it('may be drawn, and number the events after them', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket(
        { trade: { BTCUSDT: 'a-(gb)' } },
        { a: 1, b: 2, g: { type: 'gap', missing: 3, cause: 'loss' } },
      )
      const trade$ = market.trade$('BTCUSDT', { gaps: true })
      expectObservable(trade$.pipe(map(labelOf))).toBe('a-(gb)', { a: 1, b: 2, g: 'loss 3 lost' })
      expectObservable(trade$.pipe(map(item => (item.type === 'gap' ? item.id : item.tradeId)))).toBe(
        'a-(gb)',
        {
          a: 1,
          g: 1,
          b: 5,
        },
      )
      expectObservable(market.events$.pipe(map(labelOf))).toBe('a-b', { a: 1, b: 2 })
    }))

  it('are not sent to a subscription that began later', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ connection: 'L-D---L', trade: { BTCUSDT: 'a--a---b' } }, { a: 1, b: 2 })
      const trade$ = market.trade$('BTCUSDT', { gaps: true }).pipe(map(labelOf))
      expectObservable(trade$, '^').toBe('a------(gb)', { a: 1, b: 2, g: 'disconnect 1 lost' })
      expectObservable(trade$, '-----^').toBe('-------b', { b: 2 })
    }))

  it('keep what a test gives: a whole gap', () => {
    const gap = aGap({ missing: 2, cause: 'loss', since: 5 })
    expect(gap).toMatchObject({ type: 'gap', missing: 2, cause: 'loss', since: 5, until: 5, state: 'lost' })
  })
})
