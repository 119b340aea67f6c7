import type { Observable } from 'rxjs'
import { binance, Freq, InvalidOptionError, type LiveOptions, type MarketEvent } from '../src/index.js'
import { createWorld, watch } from './world.js'

describe('questions put to a market', () => {
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
      'a connection that is no whole number',
      () => market.ticker$('BTCUSDT', { connection: 0.5 }),
      'ticker$: connection 0.5 is not a whole number from 0',
    ],
    [
      'a negative connection',
      () => market.ticker$('BTCUSDT', { connection: -1 }),
      'ticker$: connection -1 is not a whole number from 0',
    ],
  ])('throws a clear error for %s, at once', (_what, ask$, message) => {
    expect(ask$).toThrow(message)
    expect(ask$).toThrow(expect.objectContaining({ code: 'INVALID_CHANNEL' }) as Error)
  })

  it('takes symbols in any case and of any script, each once', () => {
    const { market, scheduler, commands: told } = createWorld()
    watch(market.trade$(['btcusdt', 'BTCUSDT', 'BtcUsdt', '币安人生USDT', '1000SATSUSDT']))
    scheduler.advanceBy(100)
    expect(told()[0]?.params).toEqual(['btcusdt@trade', '币安人生usdt@trade', '1000satsusdt@trade'])
  })

  it('takes a channel as data, and checks it as well', () => {
    const { market, scheduler, commands: told } = createWorld()
    const klines = watch(
      market.channel$({ kind: 'kline', symbol: 'btcusdt', freq: '1m', timeZone: '+08:00' }),
    )
    watch(market.channel$({ kind: 'allMiniTickers' }))
    scheduler.advanceBy(3_000)
    expect(told()[0]?.params).toEqual(['btcusdt@kline_1m@+08:00', '!miniTicker@arr'])
    expect(klines.events[0]?.symbol).toBe('BTCUSDT')
    expect(() =>
      market.channel$({ kind: 'depth', symbol: 'BTCUSDT', levels: 7 as never, speed: 100 }),
    ).toThrow('depth$: levels 7 is not one of 5, 10, 20')
  })

  it("knows each stream by the exchange's name", () => {
    const { market, scheduler, commands: told } = createWorld()
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
    expect(told()[0]?.params).toEqual([
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

describe('options', () => {
  it.each<[LiveOptions & { numeric?: unknown }, string]>([
    [
      { url: 'stream.binance.com' },
      'option url "stream.binance.com" is not a URL; write one such as wss://host:port',
    ],
    [
      { url: 'https://stream.binance.com' },
      'option url "https://stream.binance.com" is not a WebSocket address; it should begin with wss:// or ws://',
    ],
    [{ heartbeatInterval: 0 }, 'option heartbeatInterval should be milliseconds from 1 to 2147483647, got 0'],
    [
      { heartbeatInterval: 2 ** 31 },
      'option heartbeatInterval should be milliseconds from 1 to 2147483647, got 2147483648',
    ],
    [{ connectTimeout: NaN }, 'option connectTimeout should be milliseconds from 1 to 2147483647, got NaN'],
    [{ commandTimeout: -1 }, 'option commandTimeout should be'],
    [{ closeTimeout: Infinity }, 'option closeTimeout should be'],
    [
      { reconnect: { maxAttempts: -1 } },
      'option reconnect.maxAttempts should be a whole number from 0, or Infinity, got -1',
    ],
    [{ reconnect: { factor: 0.5 } }, 'option reconnect.factor should be a number from 1, got 0.5'],
    [{ reconnect: { jitter: 2 } }, 'option reconnect.jitter should be a number from 0 to 1, got 2'],
    [
      { reconnect: { random: 0.5 as never } },
      'option reconnect.random should be a function that gives a number, got 0.5',
    ],
    [{ reconnect: { maxDelay: 1e12 } }, 'option reconnect.maxDelay should be'],
    [{ compression: { level: 11 } }, 'option compression.level should be a whole number from 0 to 9, got 11'],
    [
      { pool: { maxConnections: 0 } },
      'option pool.maxConnections should be a whole number from 1 to 300, got 0',
    ],
    [{ timeUnit: 'second' as never }, "option timeUnit should be 'millisecond' or 'microsecond', got second"],
    [{ compile: 'no' as never }, 'option compile should be true or false, got no'],
    [{ numeric: 'decimal' }, 'option numeric should be a function from text, got decimal'],
    [{ connect: 'ws' as never }, 'option connect should be a function'],
  ])('throws a clear error for %j, at once', (options, message) => {
    expect(() => binance(options as never)).toThrow(message)
    expect(() => binance(options as never)).toThrow(InvalidOptionError)
  })

  it('makes of decimals what numeric says', () => {
    const { exchange, scheduler } = createWorld()
    const exact = binance({ connect: exchange.connect, scheduler, numeric: String })
    const cents = binance({
      connect: exchange.connect,
      scheduler,
      numeric: text => BigInt(text.replace('.', '')),
    })
    const strings = watch(exact.ticker$('BTCUSDT'))
    const bigints = watch(cents.depth$('BTCUSDT', { levels: 5 }))
    scheduler.advanceBy(1_500)
    const price: string | undefined = strings.events[0]?.price
    const bid: bigint | undefined = bigints.events[0]?.bids[0]?.[0]
    expect(price).toMatch(/^\d+\.\d{8}$/)
    expect(typeof bid).toBe('bigint')
    expect(typeof strings.events[0]?.tradeCount).toBe('number')
  })

  it('turns what numeric throws into a DecodeError with the cause, and goes on', () => {
    const { exchange, scheduler } = createWorld()
    let calls = 0
    let wrong: string | undefined
    const cause = new RangeError('too fine')
    const market = binance({
      connect: exchange.connect,
      scheduler,
      numeric: text => {
        // The volume of the first frame.
        if (++calls === 5) wrong = text
        if (text === wrong) throw cause
        return Number(text)
      },
    })
    const errors = watch(market.errors$)
    const tickers = watch(market.miniTicker$('BTCUSDT'))
    scheduler.advanceBy(3_500)
    expect(errors.events).toEqual([expect.objectContaining({ code: 'DECODE_FAILED', cause })])
    expect(tickers.events.length).toBe(2)
  })

  it("gives the exchange's times in microseconds and its own in milliseconds when asked to", () => {
    const { market, scheduler, errors } = createWorld({ timeUnit: 'microsecond' })
    const trades = watch(market.trade$('BTCUSDT'))
    const klines = watch(market.kline$('BTCUSDT', '1m'))
    scheduler.advanceBy(5_000)
    const [trade] = trades.events
    const [kline] = klines.events
    expect(Math.floor((trade?.eventTime ?? 0) / 1e3)).toBe(trade?.receivedAt)
    expect((kline?.openTime ?? 1) % 60_000_000).toBe(0)
    expect(errors).toEqual([])
  })
})
