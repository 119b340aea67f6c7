import { combineLatest, map, switchMap, take } from 'rxjs'
import { marbles } from '../../src/testing/index.js'
import { lines, thrown } from './thrown.js'

const drawing = {
  ticker: { BTCUSDT: '-a---a-|', ETHUSDT: '---a----' },
  kline: { BTCUSDT: 'a' },
  depth: { BTCUSDT: 'a' },
}

describe('expectChannels', () => {
  it('records one subscription for two subscribers, from first to last', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const market = marbleMarket(drawing)
      const ticker$ = market.ticker$('ETHUSDT').pipe(map(() => 'a'))
      expectObservable(ticker$, '-^----!').toBe('---a')
      expectObservable(ticker$, '--^-----!').toBe('---a')
      expectChannels(market).toBe({ 'ticker ETHUSDT': '-^------!' })
    }))

  it('omits default options from names, accepts any form', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const market = marbleMarket(drawing)
      const all$ = combineLatest([
        market.kline$('BTCUSDT', '1m'),
        market.kline$('BTCUSDT', '1h', { timeZone: '+08:00' }),
        market.depth$('BTCUSDT'),
        market.depth$('BTCUSDT', { levels: 5, speed: 100 }),
      ])
      expectObservable(all$.pipe(map(() => 'x'))).toBe('x')
      expect(market.subscriptions.length).toBe(0)
      expectChannels(market).toBe({
        'kline btcusdt 1m +00:00': '^',
        'kline BTCUSDT 1h +08:00': '^',
        'depth BTCUSDT 20': '^',
        'depth BTCUSDT 5 100ms': '^',
      })
    }))

  it('records a resubscribed channel, and no change within one frame', () =>
    marbles(({ marbleMarket, hot, expectObservable, expectChannels }) => {
      const market = marbleMarket(drawing)
      const again$ = hot('x-x---x-y').pipe(
        switchMap(letter => (letter === 'x' ? market.ticker$('ETHUSDT') : market.kline$('BTCUSDT', '1m'))),
      )
      expectObservable(again$.pipe(map(() => 'a')), '^---------!').toBe('---a')
      const ticker$ = market.ticker$('BTCUSDT').pipe(map(() => 'a'))
      expectObservable(ticker$.pipe(take(1))).toBe('-(a|)')
      expectObservable(ticker$, '---^!').toBe('-')
      expectObservable(ticker$, '-----(^!)').toBe('-')
      expectChannels(market).toBe({
        'ticker ETHUSDT': '^-------!',
        'kline BTCUSDT 1m': '--------^-!',
        'ticker BTCUSDT': ['^!', '---^!'],
      })
    }))

  it('records a subscription within one frame that delivered an event', () =>
    marbles(({ marbleMarket, expectObservable, expectChannels }) => {
      const market = marbleMarket(drawing)
      expectObservable(
        market.depth$('BTCUSDT').pipe(
          take(1),
          map(() => 'a'),
        ),
      ).toBe('(a|)')
      expectChannels(market).toBe({ 'depth BTCUSDT': '(^!)' })
    }))

  it('reports channels never released, never subscribed, or unexpected', () => {
    const message = thrown(({ marbleMarket, expectObservable, expectChannels }) => {
      const market = marbleMarket(drawing)
      expectObservable(market.ticker$(['BTCUSDT', 'ETHUSDT']).pipe(map(() => 'a'))).toBe('-a-a-a')
      expectObservable(market.kline$('BTCUSDT', '1m'), '---^ 2s !').toBe('-')
      expectChannels(market).toBe({
        'ticker BTCUSDT': '^------!',
        'ticker ETHUSDT': '^--!',
        'trade BTCUSDT': '^',
      })
    })
    expect(message).toBe(
      lines(`
        the strategy did not subscribe to the channels as drawn

          ticker ETHUSDT
            expected  ^--!
            actual    ^  (never released)

          trade BTCUSDT
            expected  ^
            actual    not subscribed

          kline BTCUSDT 1m
            expected  not subscribed
            actual    ---^ 2000ms !`),
    )
  })

  it('records nothing before the first subscription', () =>
    marbles(({ marbleMarket, expectChannels }) => {
      const market = marbleMarket(drawing)
      market.ticker$(['BTCUSDT', 'ETHUSDT'])
      expectChannels(market).toBe({})
    }))
})
