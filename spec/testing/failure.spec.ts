import { map } from 'rxjs'
import { marbles } from '../../src/testing/index.js'
import { lines, thrown } from './thrown.js'

describe('a failure', () => {
  it('shows expected and actual marbles, and the difference', () => {
    const message = thrown(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ trade: { BTCUSDT: '-a-b-c|' } }, { a: 1, b: 2, c: 9 })
      const trades$ = market.trade$('BTCUSDT').pipe(map(({ price, symbol }) => ({ symbol, price })))
      const at = (price: number) => ({ symbol: 'BTCUSDT', price })
      expectObservable(trades$).toBe('-a-b-c|', { a: at(1), b: at(2), c: at(3) })
    })
    expect(message).toBe(
      lines(`
        the result differs from the diagram

          expected  -a-b-c|
          actual    -a-b-?|

          frame 5: expected c = { symbol: "BTCUSDT", price: 3 }
                   got      ? = { symbol: "BTCUSDT", price: 9 }
              .price is 9, expected 3`),
    )
  })

  it('labels a value with its letter at any frame', () => {
    const message = thrown(({ cold, expectObservable }) =>
      expectObservable(cold('-a-(bc)-a-|')).toBe('-a-(cb)---(a|)'),
    )
    expect(message).toBe(
      lines(`
        the result differs from the diagram

          expected  -a-(cb)---(a|)
          actual    -a-(bc)-a-|

          frame 3: expected c = "c"
                   got      b = "b"
          frame 3: expected b = "b"
                   got      c = "c"
          frame 8: got a = "a", expected nothing
          frame 10: expected a = "a"
                    got      |
          frame 10: expected |, got nothing`),
    )
  })

  it('draws long silences as time, and keeps columns aligned', () => {
    const message = thrown(({ cold, expectObservable }) =>
      expectObservable(cold('a 59s (bc|)')).toBe('a 1m b|'),
    )
    expect(message).toContain(
      lines(`
          expected  a 59000ms  1000ms b|
          actual    a 59000ms (bc|)`),
    )
  })

  it('explains that # alone matches only the string error', () => {
    const message = thrown(({ marbleMarket, expectObservable }) => {
      const market = marbleMarket({ ticker: { BTCUSDT: '-#' } })
      expectObservable(market.ticker$('BTCUSDT')).toBe('-#')
    })
    expect(message).toContain('# alone is the error')
    expect(message).toContain("{ code: 'RECONNECT_FAILED' }")
  })

  it('shows subscriptions', () => {
    const message = thrown(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a|')
      expectObservable(source).toBe('-a|')
      expectSubscriptions(source.subscriptions).toBe('^---!')
    })
    expect(message).toBe(
      lines(`
        the subscriptions differ from the diagram

          expected  ^---!
          actual    ^-!`),
    )
  })

  it('reports all failures, not only the first', () => {
    const message = thrown(({ cold, expectObservable }) => {
      expectObservable(cold('-a|')).toBe('-b|')
      expectObservable(cold('-c|')).toBe('-c|')
      expectObservable(cold('-d|')).toBe('-e|')
    })
    expect(message.match(/^ {2}actual.*$/gm)).toEqual(['  actual    -a|', '  actual    -d|'])
  })

  it('points at the line of the expectation', () => {
    let stack: string | undefined
    try {
      thrownAt()
    } catch (error) {
      stack = (error as Error).stack
    }
    expect(stack).toMatch(/^ {4}at .*failure\.spec\.ts/m)
    expect(stack?.split('\n').find(line => line.startsWith('    at '))).toContain('failure.spec.ts')
  })
})

function thrownAt(): void {
  marbles(({ cold, expectObservable }) => expectObservable(cold('-a|')).toBe('-b|'))
}
