/** The path of a market does not depend on its subscribers and requests. */
import fc from 'fast-check'
import { inVirtualTime, listen, START } from '../client.js'

const ALL = [
  'btcusdt@trade',
  'btcusdt@aggTrade',
  'btcusdt@bookTicker',
  'btcusdt@blockTrade',
  'btcusdt@depth@100ms',
  'btcusdt@depth',
  'btcusdt@depth20@100ms',
  'btcusdt@depth5',
  'btcusdt@kline_1s',
  'btcusdt@kline_1d@+08:00',
  'btcusdt@ticker',
  'btcusdt@miniTicker',
  'btcusdt@ticker_1h',
  'btcusdt@avgPrice',
  'btcusdt@referencePrice',
  'ethusdt@trade',
  '!miniTicker@arr',
  '!ticker_4h@arr',
]

const symbols = [{ symbol: 'BTCUSDT', blockTradesPerMinute: 120, quotesPerSecond: 300 }, 'ETHUSDT']

/**
 * Actions of other clients: at each moment one sends a REST request, subscribes to a stream or
 * unsubscribes.
 */
const doings = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 2_500 }),
    act: fc.constantFrom('ask', 'watch', 'leave'),
    stream: fc.constantFrom(...ALL),
  }),
  { maxLength: 20 },
)

/**
 * The frames of one client from two seconds on, while others act. Every stream has published a
 * frame by then: its first frame covers the time since it was opened.
 */
function framesOf(seed: number, streams: readonly string[], others: readonly Action[]): string[] {
  const { scheduler, exchange } = inVirtualTime({ seed, symbols, limits: { messagesPerSecond: Infinity } })
  const other = listen(exchange)
  const play = (list: readonly Action[], until: number) => {
    for (const [id, { wait, act, stream }] of list.entries()) {
      if (scheduler.now() + wait > START + until) break
      scheduler.advanceBy(wait)
      if (act === 'ask') exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5')
      else if (other.socket.readyState === 1) {
        other.send({ method: act === 'watch' ? 'SUBSCRIBE' : 'UNSUBSCRIBE', params: [stream], id })
      }
    }
    scheduler.advanceTo(START + until)
  }
  play(others, 2_000)
  const client = listen(exchange, `/stream?streams=${streams.join('/')}`)
  play(others, 6_000)
  return client.texts
}
type Action = typeof doings extends fc.Arbitrary<(infer D)[]> ? D : never

describe('the path of the market', () => {
  it('is the same, byte for byte, for one client or many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1, maxLength: 4 }),
        doings,
        (seed, streams, others) => {
          expect(framesOf(seed, streams, others)).toEqual(framesOf(seed, streams, []))
        },
      ),
      { numRuns: 12, seed: 5 },
    )
  })

  it('is published in one order, whichever stream was subscribed first', () => {
    const names = ['btcusdt', 'ethusdt', 'adausdt'].map(name => `${name}@trade`)
    const published = (streams: readonly string[]) => {
      const symbols = names.map(name => ({ symbol: name.slice(0, 7), tradesPerSecond: 200 }))
      const { scheduler, exchange } = inVirtualTime({ symbols })
      const { texts } = listen(exchange, `/stream?streams=${streams.join('/')}`)
      scheduler.advanceBy(1_000)
      return texts
    }
    expect(published([...names].reverse())).toEqual(published(names))
  })

  it('is the same for a late subscriber', () => {
    const asked = (waits: readonly number[]) => {
      const { scheduler, exchange } = inVirtualTime()
      for (const wait of waits) {
        exchange.rest('/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000')
        scheduler.advanceBy(wait)
      }
      return ['depth?symbol=BTCUSDT&limit=5000', 'klines?symbol=BTCUSDT&interval=1m&limit=1000'].map(
        path => exchange.rest(`/api/v3/${path}`).body,
      )
    }
    const late = asked([1_000_000])
    expect(asked([1, 99, 0, 250_000, 749_900])).toEqual(late)
    expect(asked([333_333, 333_333, 333_334])).toEqual(late)
  })

  it('depends on seed, options and time of creation', () => {
    const depth = (options: object, wait = 0) => {
      const { scheduler, exchange } = inVirtualTime(options)
      scheduler.advanceBy(wait)
      return exchange.rest('/api/v3/depth?symbol=BTCUSDT').body
    }
    expect(depth({})).toBe(depth({}))
    expect(depth({ seed: 2 })).not.toBe(depth({}))
    expect(depth({ preset: 'wild' })).not.toBe(depth({}))
    expect(depth({ symbols: [{ symbol: 'BTCUSDT', drift: 1 }] })).not.toBe(depth({}))
    expect(depth({ symbols: ['ETHUSDT', 'BTCUSDT', 'ADAUSDT'] })).toBe(depth({}))
    expect(depth({}, 1_000)).not.toBe(depth({}))
  })
})
