import { NEVER, type Observable, of, Subject } from 'rxjs'
import {
  type Channel,
  createMarket,
  type Feed,
  Freq,
  type Market,
  type MarketEvent,
  type RawFrame,
} from '../src/index.js'
import { aTrade } from '../src/testing/index.js'
import { createWorld, watch } from './world.js'

describe('channel arguments', () => {
  const { market } = createWorld()

  it.each([
    [
      'an empty symbol',
      () => market.ticker$(''),
      'ticker$: "" is not a symbol; write base and quote asset together, such as BTCUSDT',
    ],
    ['a symbol with a slash', () => market.ticker$('BTC/USDT'), 'ticker$: "BTC/USDT" is not a symbol'],
    ['a stream name', () => market.trade$('btcusdt@trade'), 'trade$: "btcusdt@trade" is not a symbol'],
    [
      'one wrong symbol among right ones',
      () => market.depth$(['BTCUSDT', 'ETH USDT']),
      'depth$: "ETH USDT" is not a symbol',
    ],
    [
      'no symbol',
      () => market.ticker$([]),
      'ticker$: no symbol was given; name at least one, such as BTCUSDT',
    ],
    ['no text', () => market.ticker$(7 as never), 'ticker$: 7 is not a symbol'],
    ['undefined', () => market.ticker$(undefined as never), 'ticker$: undefined is not a symbol'],
    [
      'an unknown interval',
      () => market.kline$('BTCUSDT', '2m' as Freq),
      'kline$: interval "2m" is not one of 1s, 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d, 3d, 1w, 1M',
    ],
    [
      'no interval',
      () => market.kline$('BTCUSDT', []),
      'kline$: no interval was given; name at least one, such as Freq.m1',
    ],
    [
      'an interval left out',
      () => market.kline$('BTCUSDT', undefined as never),
      'kline$: no interval was given; name at least one, such as Freq.m1',
    ],
    [
      'a wrong time zone',
      () => market.kline$('BTCUSDT', '1m', { timeZone: '+09:00' as never }),
      'kline$: timeZone "+09:00" is not one of +00:00, +08:00',
    ],
    [
      'a wrong window',
      () => market.rollingTicker$('BTCUSDT', '2h' as never),
      'rollingTicker$: window "2h" is not one of 1h, 4h, 1d',
    ],
    [
      'a wrong window of all symbols',
      () => market.allRollingTickers$('1m' as never),
      'allRollingTickers$: window "1m" is not one of 1h, 4h, 1d',
    ],
    [
      'wrong levels',
      () => market.depth$('BTCUSDT', { levels: 50 as never }),
      'depth$: levels 50 is not one of 5, 10, 20',
    ],
    [
      'a wrong speed',
      () => market.depth$('BTCUSDT', { speed: 250 as never }),
      'depth$: speed 250 is not one of 100, 1000',
    ],
    [
      'a wrong speed of a diff',
      () => market.depthDiff$('BTCUSDT', { speed: 50 as never }),
      'depthDiff$: speed 50 is not one of 100, 1000',
    ],
    [
      'a fractional connection',
      () => market.ticker$('BTCUSDT', { connection: 0.5 }),
      'ticker$: connection 0.5 is not an integer from 0',
    ],
    [
      'a negative connection',
      () => market.ticker$('BTCUSDT', { connection: -1 }),
      'ticker$: connection -1 is not an integer from 0',
    ],
    [
      'options that are a second symbol',
      () => market.ticker$('BTCUSDT', 'ETHUSDT' as never),
      'ticker$: options should be an object such as { connection: … }, got "ETHUSDT"; pass several symbols as an array',
    ],
    [
      'options that are levels',
      () => market.depth$('BTCUSDT', 20 as never),
      'depth$: options should be an object such as { levels: … }, got 20; write { levels: 20 }',
    ],
    [
      'options that are a second interval',
      () => market.kline$('BTCUSDT', '1m', '5m' as never),
      'got "5m"; pass several intervals as an array',
    ],
    [
      'options that are a time zone',
      () => market.kline$('BTCUSDT', '1m', '+08:00' as never),
      'got "+08:00"; write { timeZone: "+08:00" }',
    ],
    [
      'a symbol for the whole market',
      () => market.allMiniTickers$('BTCUSDT' as never),
      'allMiniTickers$: options should be an object such as { connection: … }, got "BTCUSDT"; the channel is of the whole market and takes no symbol',
    ],
    ['options that are null', () => market.trade$('BTCUSDT', null as never), 'trade$: options should be an'],
    [
      'an unknown option',
      () => market.depth$('BTCUSDT', { level: 5 } as never),
      'depth$: "level" is not an option, got 5. Did you mean levels? Options: levels, speed, connection',
    ],
    [
      "another client's name of an option",
      () => market.depth$('BTCUSDT', { limit: 20 } as never),
      '"limit" is not an option, got 20. Did you mean levels?',
    ],
    [
      'a misspelt connection',
      () => market.ticker$('BTCUSDT', { conection: 1 } as never),
      'ticker$: "conection" is not an option, got 1. Did you mean connection? Options: connection',
    ],
    [
      'levels of another channel',
      () => market.depthDiff$('BTCUSDT', { levels: 5 } as never),
      'depthDiff$: "levels" is not an option, got 5. Options: speed, connection',
    ],
    [
      'levels as a string',
      () => market.depth$('BTCUSDT', { levels: '20' as never }),
      'depth$: levels "20" is not one of 5, 10, 20; write the number 20',
    ],
    [
      'a null option',
      () => market.kline$('BTCUSDT', '1m', { timeZone: null as never }),
      'kline$: timeZone null is not one of',
    ],
    [
      'a connection as a string',
      () => market.ticker$('BTCUSDT', { connection: '1' as never }),
      'ticker$: connection "1" is not an integer from 0',
    ],
    ['a bare call', () => (market.ticker$ as () => unknown)(), 'ticker$: undefined is not a symbol'],
    [
      'a missing window',
      () => (market.allRollingTickers$ as () => unknown)(),
      'allRollingTickers$: window is missing; it is one of 1h, 4h, 1d',
    ],
    ['null', () => market.ticker$(null as never), 'ticker$: null is not a symbol'],
    [
      'a Set of symbols',
      () => market.ticker$(new Set(['BTCUSDT']) as never),
      'is not a symbol; pass an array of them: [...symbols]',
    ],
    [
      'a nested list of symbols',
      () => market.ticker$([['BTCUSDT']] as never),
      'is not a symbol; pass several symbols as one flat array',
    ],
    [
      'a list of symbols in one string',
      () => market.ticker$('BTCUSDT,ETHUSDT'),
      '"BTCUSDT,ETHUSDT" is not a symbol; pass several symbols as an array',
    ],
    [
      'a sparse list of symbols',
      () => market.ticker$(Array(2 ** 32 - 1) as never),
      'ticker$: undefined is not a symbol',
    ],
    [
      'an interval that is a number',
      () => market.kline$('BTCUSDT', 1 as never),
      'kline$: interval 1 is not one of',
    ],
    [
      'a sparse list of intervals',
      () => market.kline$('BTCUSDT', Array(2 ** 32 - 1) as never),
      'kline$: interval is missing; it is one of 1s, 1m',
    ],
    [
      'a getter that throws',
      () =>
        market.ticker$('BTCUSDT', {
          get connection(): number {
            throw new Error('boom')
          },
        }),
      'ticker$: the arguments cannot be read',
    ],
  ])('rejects %s synchronously', (_what, call, message) => {
    expect(call).toThrow(message)
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_CHANNEL' }) as Error)
  })

  it('treats undefined as the default', () => {
    const { market, scheduler, commands } = createWorld()
    watch(market.depth$('BTCUSDT', { levels: undefined, speed: undefined, connection: undefined } as never))
    watch(market.kline$('BTCUSDT', '1m', { timeZone: undefined } as never))
    watch(market.trade$('BTCUSDT', undefined))
    scheduler.advanceBy(100)
    expect(commands()[0]?.params).toEqual(['btcusdt@depth20', 'btcusdt@kline_1m', 'btcusdt@trade'])
  })

  it('accepts symbols in any case and script, without duplicates', () => {
    const { market, scheduler, commands } = createWorld()
    watch(market.trade$(['btcusdt', 'BTCUSDT', 'BtcUsdt', '币安人生USDT', '1000SATSUSDT']))
    scheduler.advanceBy(100)
    expect(commands()[0]?.params).toEqual(['btcusdt@trade', '币安人生usdt@trade', '1000satsusdt@trade'])
  })

  it('accepts a channel given as data', () => {
    const { market, scheduler, commands } = createWorld()
    const klines = watch(
      market.channel$({ kind: 'kline', symbol: 'btcusdt', freq: '1m', timeZone: '+08:00' }),
    )
    watch(market.channel$({ kind: 'allMiniTickers' }))
    scheduler.advanceBy(3_000)
    expect(commands()[0]?.params).toEqual(['btcusdt@kline_1m@+08:00', '!miniTicker@arr'])
    expect(klines.events[0]?.symbol).toBe('BTCUSDT')
  })

  it('subscribes to each stream by its wire name', () => {
    const { market, scheduler, commands } = createWorld()
    const s = 'BTCUSDT'
    const streams: Observable<MarketEvent>[] = [
      market.ticker$(s),
      market.miniTicker$(s),
      market.rollingTicker$(s, '4h'),
      market.trade$(s),
      market.aggTrade$(s),
      market.blockTrade$(s),
      market.kline$(s, Freq.M1),
      market.kline$(s, Freq.m1, { timeZone: '+08:00' }),
      market.bookTicker$(s),
      market.avgPrice$(s),
      market.referencePrice$(s),
      market.depth$(s),
      market.depth$(s, { levels: 5, speed: 100 }),
      market.depthDiff$(s),
      market.depthDiff$(s, { speed: 100 }),
      market.allMiniTickers$(),
      market.allRollingTickers$('1d'),
    ]
    for (const stream$ of streams) watch(stream$)
    scheduler.advanceBy(100)
    expect(commands()[0]?.params).toEqual([
      'btcusdt@ticker',
      'btcusdt@miniTicker',
      'btcusdt@ticker_4h',
      'btcusdt@trade',
      'btcusdt@aggTrade',
      'btcusdt@blockTrade',
      'btcusdt@kline_1M',
      'btcusdt@kline_1m@+08:00',
      'btcusdt@bookTicker',
      'btcusdt@avgPrice',
      'btcusdt@referencePrice',
      'btcusdt@depth20',
      'btcusdt@depth5@100ms',
      'btcusdt@depth',
      'btcusdt@depth@100ms',
      '!miniTicker@arr',
      '!ticker_1d@arr',
    ])
  })
})

describe('a channel given as data', () => {
  const { market } = createWorld()

  it.each<[string, unknown, string]>([
    [
      'nothing',
      undefined,
      "channel$: should be an object such as { kind: 'trade', symbol: 'BTCUSDT' }, got undefined",
    ],
    ['null', null, 'channel$: should be an object'],
    ['a stream name', 'btcusdt@trade', 'channel$: should be an object'],
    ['an array', [{ kind: 'trade', symbol: 'BTCUSDT' }], 'call channel$ once for each channel'],
    ['no kind', {}, 'channel$: undefined is not a kind of channel. Kinds: ticker, miniTicker'],
    [
      'an unknown kind',
      { kind: 'klines' },
      'channel$: "klines" is not a kind of channel. Did you mean kline?',
    ],
    [
      "a name of Object's prototype",
      { kind: 'constructor' },
      'channel$: "constructor" is not a kind of channel.',
    ],
    ['no symbol', { kind: 'trade' }, 'trade$: undefined is not a symbol'],
    ['several symbols', { kind: 'trade', symbol: ['BTCUSDT'] }, 'trade$: ["BTCUSDT"] is not a symbol'],
    [
      'a symbol of the whole market',
      { kind: 'allMiniTickers', symbol: 'BTCUSDT' },
      'allMiniTickers$: "symbol" is not a field, got "BTCUSDT". Fields: kind, connection',
    ],
    [
      'a field of another name',
      { kind: 'kline', symbol: 'BTCUSDT', interval: '1m' },
      'kline$: "interval" is not a field, got "1m". Did you mean freq? Fields: kind, symbol, freq, timeZone, connection',
    ],
    [
      'a missing interval',
      { kind: 'kline', symbol: 'BTCUSDT' },
      'kline$: interval is missing; it is one of 1s',
    ],
    ['wrong levels', { kind: 'depth', symbol: 'X', levels: 7 }, 'depth$: levels 7 is not one of 5, 10, 20'],
    [
      'a wrong connection',
      { kind: 'trade', symbol: 'X', connection: -1 },
      'trade$: connection -1 is not an integer',
    ],
  ])('is rejected with %s', (_what, channel, message) => {
    const call = (): unknown => market.channel$(channel as Channel)
    expect(call).toThrow(message)
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_CHANNEL' }) as Error)
  })

  it('has the defaults of its method', () => {
    const { market, scheduler, commands } = createWorld()
    watch(market.channel$({ kind: 'depth', symbol: 'btcusdt' } as Channel))
    watch(market.channel$({ kind: 'kline', symbol: 'btcusdt', freq: '1m', timeZone: undefined } as never))
    scheduler.advanceBy(100)
    expect(commands()[0]?.params).toEqual(['btcusdt@depth20', 'btcusdt@kline_1m'])
  })
})

describe('a market on a custom feed', () => {
  const trade = aTrade({ price: 105 })
  const feed = {
    channel$: () => of(trade),
    connection$: NEVER,
    errors$: NEVER,
    events$: NEVER,
    close: () => Promise.resolve(),
  } as unknown as Feed

  it('emits its events', () => {
    const market: Market = createMarket(feed)
    expect(watch(market.trade$(['BTCUSDT', 'ETHUSDT'])).events).toEqual([trade, trade])
  })

  it('emits its frames', () => {
    const frames$ = new Subject<RawFrame>()
    const market = createMarket({ ...feed, frames$ })
    const { events } = watch(market.frames$)
    const frame = { stream: 'btcusdt@trade', receivedAt: 1, bytes: new TextEncoder().encode('{}') }
    frames$.next(frame)
    expect(events).toEqual([frame])
  })

  it('emits no frames without those of the feed; completes on close', async () => {
    const market = createMarket(feed)
    const early = watch(market.frames$)
    expect(early).toMatchObject({ events: [], terminations: [] })
    await market.close()
    expect(early).toMatchObject({ events: [], terminations: ['complete'] })
    expect(watch(market.frames$)).toMatchObject({ events: [], terminations: ['complete'] })
  })

  it('merges more symbols than a call has arguments', () => {
    const symbols = Array.from({ length: 130_000 }, (_, index) => `X${index}`)
    let events = 0
    createMarket(feed)
      .trade$(symbols)
      .subscribe(() => events++)
    expect(events).toBe(130_000)
  })

  it.each([[undefined], [null], ['wss://x'], [{}], [() => feed], [{ channel$: () => NEVER }]])(
    'is not made of %p',
    wrong => {
      expect(() => createMarket(wrong as unknown as Feed)).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION', option: 'feed' }) as Error,
      )
    },
  )
})
