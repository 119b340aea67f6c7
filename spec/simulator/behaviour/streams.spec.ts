import { inVirtualTime, listen, START } from '../client.js'

/**
 * Keys of each payload in the documented order (web-socket-streams.md, Detailed Stream
 * information), but for rolling tickers.
 */
const KEYS: Record<string, string> = {
  trade: 'e E s t p q T m M',
  aggTrade: 'e E s a p q f l T m M',
  blockTrade: 'e E s t p q T m',
  ticker: 'e E s p P w x c Q b B a A o h l v q O C F L n',
  miniTicker: 'e E s c o h l v q',
  ticker_1h: 'e E s p P w o h l c v q O C F L n',
  ticker_4h: 'e E s p P w o h l c v q O C F L n',
  ticker_1d: 'e E s p P w o h l c v q O C F L n',
  bookTicker: 'u s b B a A',
  avgPrice: 'e E s i w T',
  referencePrice: 'e s r t',
  depth5: 'lastUpdateId bids asks',
  'depth20@100ms': 'lastUpdateId bids asks',
  depth: 'e E s U u b a',
  'depth@100ms': 'e E s U u b a',
  kline_1s: 'e E s k',
  'kline_1m@+08:00': 'e E s k',
}

/**
 * Frames in ten seconds at the documented update speed; the other streams are published in real
 * time.
 */
const IN_TEN_SECONDS: Record<string, number> = {
  ticker: 10,
  miniTicker: 10,
  ticker_1h: 10,
  ticker_4h: 10,
  ticker_1d: 10,
  avgPrice: 10,
  referencePrice: 10,
  depth5: 10,
  'depth20@100ms': 100,
  depth: 10,
  kline_1s: 10,
  'kline_1m@+08:00': 5,
}

const watch = (streams: readonly string[], ms: number) => {
  const { scheduler, exchange } = inVirtualTime({
    symbols: [{ symbol: 'BTCUSDT', blockTradesPerMinute: 60, quotesPerSecond: 50 }, 'ETHUSDT'],
  })
  const client = listen(exchange, `/stream?streams=${streams.join('/')}`)
  scheduler.advanceBy(ms)
  return { client, scheduler, exchange }
}

describe('streams', () => {
  const { client } = watch(
    Object.keys(KEYS).map(name => `btcusdt@${name}`),
    10_000,
  )

  it.each(Object.entries(KEYS))('send @%s with the documented fields in order', (name, keys) => {
    const [frame] = client.frames(`btcusdt@${name}`)
    expect(Object.keys(frame ?? {}).join(' ')).toBe(keys)
  })

  it.each(['btcusdt@ticker_1h', '!ticker_4h@arr'])(
    'order the fields of %s as documented on request',
    stream => {
      const { scheduler, exchange } = inVirtualTime({ protocol: 'documented' })
      const documented = listen(exchange, `/stream?streams=${stream}`)
      scheduler.advanceBy(1_000)
      const [frame] = documented.frames(stream).flat()
      expect(Object.keys(frame ?? {}).join(' ')).toBe('e E s p P o h l c w v q O C F L n')
    },
  )

  it.each(Object.entries(IN_TEN_SECONDS))('update @%s at its documented speed', (name, count) => {
    expect(client.frames(`btcusdt@${name}`)).toHaveLength(count)
  })

  it('send klines with the documented fields, closed once', () => {
    const { client } = watch(['btcusdt@kline_1m'], 120_000)
    const frames = client.frames<{
      k: { t: number; T: number; x: boolean; f: number; L: number; n: number }
    }>('btcusdt@kline_1m')
    expect(Object.keys(frames[0]?.k ?? {}).join(' ')).toBe('t T s i f L o c h l v n x q V Q B')
    const closed = frames.filter(({ k }) => k.x).map(({ k }) => k)
    expect(closed.map(({ t, T }) => [t - START, T - START])).toEqual([
      [0, 59_999],
      [60_000, 119_999],
    ])
    for (const { f, L, n } of closed) expect(L - f + 1).toBe(n)
    expect(closed[1]?.f).toBe((closed[0]?.L ?? NaN) + 1)
  })

  it('open klines of @+08:00 in that zone', () => {
    const { client } = watch(['btcusdt@kline_1d', 'btcusdt@kline_1d@+08:00'], 2_000)
    const open = (name: string) => client.frames<{ k: { t: number } }>(name)[0]?.k.t
    expect(open('btcusdt@kline_1d')).toBe(START)
    expect(open('btcusdt@kline_1d@+08:00')).toBe(START - 8 * 3_600_000)
  })

  it('send arrays of every symbol that traded', () => {
    const { client } = watch(['!miniTicker@arr', '!ticker_1h@arr'], 5_000)
    const [mini] = client.frames<{ e: string; s: string }[]>('!miniTicker@arr')
    expect(mini?.map(({ e, s }) => [e, s])).toEqual([
      ['24hrMiniTicker', 'BTCUSDT'],
      ['24hrMiniTicker', 'ETHUSDT'],
    ])
    expect(client.frames<{ e: string }[]>('!ticker_1h@arr')[0]?.[0]?.e).toBe('1hTicker')
  })

  it('omit a symbol from arrays while it does not trade', () => {
    const { scheduler, exchange } = inVirtualTime({
      symbols: ['BTCUSDT', { symbol: 'ETHUSDT', tradesPerSecond: 0 }],
    })
    const client = listen(exchange, '/stream?streams=!miniTicker@arr')
    scheduler.advanceBy(5_000)
    const frames = client.frames<{ s: string }[]>('!miniTicker@arr')
    expect(frames.map(frame => frame.some(({ s }) => s === 'ETHUSDT'))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('agree about trades, aggregate trades and the best quotes', () => {
    type Part = { t: number; p: string; q: string; m: boolean; f: number; l: number; T: number }
    const trades = client.frames<Part>('btcusdt@trade')
    const sums = client.frames<Part>('btcusdt@aggTrade')
    expect(trades.length).toBeGreaterThan(sums.length)
    trades.forEach(({ t }, i) => i > 0 && expect(t).toBe((trades[i - 1]?.t ?? NaN) + 1))
    for (const { f, l, p, q, T } of sums) {
      const parts = trades.filter(({ t }) => t >= f && t <= l)
      expect(parts.every(part => part.p === p && part.T === T)).toBe(true)
      expect(parts.reduce((total, part) => total + Number(part.q), 0)).toBeCloseTo(Number(q), 8)
    }
    const touches = client.frames<{ u: number; b: string; a: string }>('btcusdt@bookTicker')
    touches.forEach(({ u, b, a }, i) => {
      expect(Number(b)).toBeLessThan(Number(a))
      if (i > 0) expect(u).toBeGreaterThan(touches[i - 1]?.u ?? NaN)
    })
  })

  it('agree about quotes, last trade and day in every ticker', () => {
    type Ticker = { E: number; b: string; a: string; c: string; o: string; v: string; h: string; l: string }
    const tickers = client.frames<Ticker>('btcusdt@ticker')
    const minis = client.frames<Ticker>('btcusdt@miniTicker')
    tickers.forEach((ticker, i) => {
      const { E, c, o, h, l, v } = ticker
      expect(minis[i]).toMatchObject({ E, c, o, h, l, v })
    })
    const last = client.frames<{ p: string; E: number }>('btcusdt@trade').at(-1)
    expect(tickers.at(-1)?.c).toBe(last?.p)
    expect(tickers.at(-1)?.o).not.toBe(tickers.at(-1)?.c)
  })

  it('serialise a frame once for all subscribers', () => {
    const { scheduler, exchange } = inVirtualTime()
    const clients = [1, 2, 3].map(() => listen(exchange, '/stream?streams=btcusdt@depth@100ms'))
    scheduler.advanceBy(3_000)
    const [first, ...others] = clients.map(({ texts }) => texts)
    expect(first?.length).toBeGreaterThan(20)
    for (const texts of others) expect(texts).toEqual(first)
  })
})
