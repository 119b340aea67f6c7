import { finalize, map, merge, NEVER, Observable, of, repeat, Subject, take, timer } from 'rxjs'
import {
  type Channel,
  createMarket,
  type Feed,
  type Gap,
  type MarketEvent,
  shareChannels,
} from '../../src/index.js'
import { aGap, aTicker, aTrade, marbles } from '../../src/testing/index.js'

const trades: Channel = { kind: 'trade', symbol: 'BTCUSDT' }

/** Records each source that is opened and closed, and lets the spec emit on it. */
function createSource() {
  const log: string[] = []
  const sources = new Map<string, Subject<MarketEvent | Gap>>()
  const channel$ = shareChannels(channel => {
    const name = Object.values(channel).join(' ')
    const source$ = new Subject<MarketEvent | Gap>()
    sources.set(name, source$)
    log.push(`+${name}`)
    return source$.pipe(finalize(() => log.push(`-${name}`)))
  })
  const source = (name: string) => sources.get(name) ?? new Subject<MarketEvent | Gap>()
  return { channel$, log, source }
}

describe('shareChannels', () => {
  it('shares the source from the first subscriber to the last', () => {
    const { channel$, log } = createSource()
    const trade$ = channel$(trades)
    expect(log).toEqual([])
    const first = trade$.subscribe()
    const second = channel$({ symbol: 'BTCUSDT', kind: 'trade' }).subscribe()
    first.unsubscribe()
    expect(log).toEqual(['+trade BTCUSDT'])
    second.unsubscribe()
    expect(log).toEqual(['+trade BTCUSDT', '-trade BTCUSDT'])
    trade$.subscribe()
    expect(log.length).toBe(3)
  })

  it('opens a channel for each set of options', () => {
    const { channel$, log } = createSource()
    const kline = { kind: 'kline', symbol: 'BTCUSDT', timeZone: '+00:00' } as const
    channel$({ ...kline, freq: '1m' }).subscribe()
    channel$({ ...kline, freq: '1h' }).subscribe()
    channel$({ ...trades, connection: 1 }).subscribe()
    channel$(trades).subscribe()
    channel$({ ...trades, connection: undefined } as unknown as Channel).subscribe()
    expect(log).toEqual([
      '+kline BTCUSDT +00:00 1m',
      '+kline BTCUSDT +00:00 1h',
      '+trade BTCUSDT 1',
      '+trade BTCUSDT',
    ])
  })

  it('delivers gaps to subscribers that request them', () => {
    const { channel$, source } = createSource()
    const [a, b] = [aTrade({ tradeId: 1 }), aTrade({ tradeId: 4 })]
    const gap = aGap({ missing: 2, state: 'open' })
    const received: unknown[] = []
    channel$(trades).subscribe(event => received.push(['plain', event]))
    channel$(trades, { gaps: true }).subscribe(item => received.push(['early', item]))
    source('trade BTCUSDT').next(a)
    channel$(trades, { gaps: true }).subscribe(item => received.push(['late', item]))
    source('trade BTCUSDT').next(gap)
    source('trade BTCUSDT').next(b)
    expect(received).toEqual([
      ['plain', a],
      ['early', a],
      ['early', gap],
      ['plain', b],
      ['early', b],
      ['late', b],
    ])
  })

  it('delivers to later subscribers what is emitted after they joined', () => {
    const { channel$, source } = createSource()
    const [a, b] = [aTrade({ price: 1 }), aTrade({ price: 2 })]
    const received: unknown[] = []
    channel$(trades).subscribe(event => received.push(['first', event]))
    source('trade BTCUSDT').next(a)
    channel$(trades).subscribe(event => received.push(['second', event]))
    source('trade BTCUSDT').next(b)
    expect(received).toEqual([
      ['first', a],
      ['first', b],
      ['second', b],
    ])
  })

  it('ends all subscribers with the source, then reopens it', () => {
    for (const end of ['complete', 'error'] as const) {
      const { channel$, log, source } = createSource()
      const received: string[] = []
      const again = () => void channel$(trades).subscribe()
      channel$(trades).subscribe({
        complete: () => (received.push('complete'), again()),
        error: () => (received.push('error'), again()),
      })
      channel$(trades).subscribe({
        complete: () => received.push('complete'),
        error: () => received.push('error'),
      })
      if (end === 'complete') source('trade BTCUSDT').complete()
      else source('trade BTCUSDT').error(new Error('lost'))
      expect(received).toEqual([end, end])
      expect(log.filter(entry => entry.startsWith('+')).length).toBe(2)
      expect(log.filter(entry => entry.startsWith('-')).length).toBe(1)
    }
  })

  it('delivers a source that completes synchronously', () => {
    const channel$ = shareChannels(() => of(aTrade({ price: 1 }), aTrade({ price: 2 })))
    const received: unknown[] = []
    channel$(trades)
      .pipe(repeat(2))
      .subscribe({ next: ({ type }) => received.push(type), complete: () => received.push('end') })
    expect(received).toEqual(['trade', 'trade', 'trade', 'trade', 'end'])
  })

  it('unsubscribes a synchronous source when its subscriber completes', () => {
    let emitted = 0
    const channel$ = shareChannels(
      () =>
        new Observable<MarketEvent>(subscriber => {
          while (!subscriber.closed && emitted < 1_000) {
            emitted++
            subscriber.next(aTrade())
          }
        }),
    )
    channel$(trades).pipe(take(3)).subscribe()
    expect(emitted).toBe(3)
  })

  it('reports what `open$` throws as an error of the channel', () => {
    const error = new Error('no such table')
    const channel$ = shareChannels(() => {
      throw error
    })
    const errors: unknown[] = []
    channel$(trades).subscribe({ error: (e: unknown) => errors.push(e) })
    expect(errors).toEqual([error])
  })

  it.each([undefined, null, 7, {}])('rejects %p in place of a function', open => {
    expect(() => shareChannels(open as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }) as Error,
    )
  })

  it('shares the channels of a market over a feed', () =>
    marbles(({ expectObservable, flush }) => {
      const opened: string[] = []
      const feed: Feed = {
        channel$: shareChannels(channel => {
          opened.push(channel.kind)
          return channel.kind === 'ticker' ? timer(2, 3).pipe(map(n => aTicker({ price: n + 1 }))) : NEVER
        }),
        connection$: NEVER,
        errors$: NEVER,
        events$: NEVER,
        close: () => Promise.resolve(),
      }
      const market = createMarket(feed)
      const price$ = market.ticker$('BTCUSDT').pipe(map(({ price }) => price))
      const values = { a: 1, b: 2, c: 3 }
      expectObservable(merge(price$, market.trade$('BTCUSDT')), '^-----!').toBe('--a--b', values)
      expectObservable(price$, '                                 ---^----!').toBe('-----b--', values)
      flush()
      expect(opened).toEqual(['ticker', 'trade'])
    }))
})
