import { inVirtualTime, listen, START } from '../client.js'

const asked = (path: string, options = {}) => {
  const { exchange, scheduler } = inVirtualTime(options)
  scheduler.advanceBy(90_000)
  const { status, body } = exchange.rest(`/api/v3/${path}`)
  return { status, body: JSON.parse(body) as unknown, exchange }
}
type Row = [number, ...string[]]

describe('REST', () => {
  it('answers ping and time', () => {
    expect(asked('ping')).toMatchObject({ status: 200, body: {} })
    expect(asked('time').body).toEqual({ serverTime: START + 90_000 })
  })

  it('describes its symbols and their filters', () => {
    const { body } = asked('exchangeInfo?symbols=["BTCUSDT","ETHUSDT"]')
    expect(body).toMatchObject({
      timezone: 'UTC',
      symbols: [
        {
          symbol: 'BTCUSDT',
          status: 'TRADING',
          baseAsset: 'BTC',
          quoteAsset: 'USDT',
          filters: [
            { filterType: 'PRICE_FILTER', tickSize: '0.01000000' },
            { filterType: 'LOT_SIZE', stepSize: '0.00001000' },
            { filterType: 'MARKET_LOT_SIZE' },
            { filterType: 'PERCENT_PRICE_BY_SIDE' },
            { filterType: 'NOTIONAL' },
            { filterType: 'MAX_NUM_ORDERS' },
          ],
          permissionSets: [['SPOT']],
        },
        { symbol: 'ETHUSDT' },
      ],
    })
  })

  it('reports its limits, and selects symbols by permission and status', () => {
    const info = (query: string) =>
      asked(`exchangeInfo?${query}`).body as { symbols: object[]; rateLimits: object[] }
    expect(info('').rateLimits[0]).toEqual({
      rateLimitType: 'REQUEST_WEIGHT',
      interval: 'MINUTE',
      intervalNum: 1,
      limit: 6_000,
    })
    expect(info('permissions=["MARGIN","SPOT"]').symbols).toHaveLength(2)
    expect(info('permissions=MARGIN').symbols).toEqual([])
    expect(info('symbolStatus=HALT').symbols).toEqual([])
    expect(info('showPermissionSets=false').symbols[0]).toMatchObject({ permissionSets: [] })
  })

  it('serves the book, best prices first', () => {
    const { body } = asked('depth?symbol=BTCUSDT&limit=5')
    const { bids, asks } = body as { bids: [string, string][]; asks: [string, string][] }
    expect(bids).toHaveLength(5)
    const prices = [
      ...bids.map(([price]) => Number(price)).reverse(),
      ...asks.map(([price]) => Number(price)),
    ]
    expect(prices).toEqual([...prices].sort((a, b) => a - b))
  })

  it('serves the newest klines without gaps', () => {
    const { body } = asked('klines?symbol=BTCUSDT&interval=1h&limit=24')
    const rows = body as Row[]
    expect(rows).toHaveLength(24)
    expect(rows.at(-1)?.[0]).toBe(START)
    expect(rows[0]).toHaveLength(12)
    rows.forEach(([time, open], i) => {
      if (i === 0) return
      expect(time).toBe((rows[i - 1]?.[0] ?? NaN) + 3_600_000)
      expect(open).not.toBe('')
    })
  })

  it('honours startTime, endTime and limit', () => {
    const times = (query: string) =>
      (asked(`klines?symbol=BTCUSDT&interval=1m&${query}`).body as Row[]).map(
        ([time]) => (time - START) / 60_000,
      )
    expect(times(`startTime=${START - 180_000}&endTime=${START - 60_000}`)).toEqual([-3, -2, -1])
    expect(times(`startTime=${START - 179_999}&limit=2`)).toEqual([-2, -1])
    expect(times(`endTime=${START - 1}&limit=2`)).toEqual([-2, -1])
    expect(times('limit=2')).toEqual([0, 1])
  })

  it.each([
    ['8', -8],
    ['-1:00', -23],
    ['05:45', -5.75],
  ])('opens days in the zone %s', (zone, hours) => {
    const rows = asked(`klines?symbol=BTCUSDT&interval=1d&limit=1&timeZone=${zone}`).body as Row[]
    expect(rows[0]?.[0]).toBe(START + hours * 3_600_000)
  })

  /** The frames of a stream in a minute and a half, and a REST response at the end of it. */
  const both = (stream: string, path: string) => {
    const { exchange, scheduler } = inVirtualTime()
    const client = listen(exchange, `/stream?streams=${stream}`)
    scheduler.advanceBy(90_000)
    return {
      published: client.frames(stream),
      body: JSON.parse(exchange.rest(`/api/v3/${path}`).body) as unknown,
    }
  }

  it('lists the trades of the stream', () => {
    const { published, body } = both('btcusdt@trade', 'trades?symbol=BTCUSDT&limit=50')
    const rows = published.slice(-50).map(({ t, p, q, T, m }) => ({
      id: t,
      price: p,
      qty: q,
      quoteQty: expect.stringMatching(/^\d+\.\d{8}$/) as string,
      time: T,
      isBuyerMaker: m,
      isBestMatch: true,
    }))
    expect(rows).toHaveLength(50)
    expect(body).toEqual(rows)
  })

  it('lists trades from an id on', () => {
    const { exchange, scheduler } = inVirtualTime()
    const client = listen(exchange, '/stream?streams=btcusdt@trade')
    scheduler.advanceBy(30_000)
    const ids = client.frames<{ t: number }>('btcusdt@trade').map(({ t }) => t)
    const { body } = exchange.rest(`/api/v3/historicalTrades?symbol=BTCUSDT&limit=3&fromId=${ids.at(-10)}`)
    expect((JSON.parse(body) as { id: number }[]).map(({ id }) => id)).toEqual(ids.slice(-10, -7))
  })

  it('finds aggregate trades by id and inclusive times', () => {
    const { exchange, scheduler } = inVirtualTime()
    const client = listen(exchange, '/stream?streams=btcusdt@aggTrade')
    scheduler.advanceBy(90_000)
    const published = client
      .frames<{ a: number; p: string; q: string; f: number; l: number; T: number; m: boolean }>(
        'btcusdt@aggTrade',
      )
      .map(({ a, p, q, f, l, T, m }) => ({ a, p, q, f, l, T, m, M: true }))
    const found = (query: string) =>
      JSON.parse(exchange.rest(`/api/v3/aggTrades?symbol=BTCUSDT&${query}`).body) as unknown
    const [first, last] = [published.at(-20)!, published.at(-4)!]
    const between = published.filter(({ T }) => T >= first.T && T <= last.T)
    expect(found('limit=7')).toEqual(published.slice(-7))
    expect(found(`fromId=${first.a}&limit=5`)).toEqual(published.slice(-20, -15))
    expect(found(`startTime=${first.T}&endTime=${last.T}`)).toEqual(between)
    expect(found(`endTime=${last.T}&limit=6`)).toEqual(published.filter(({ T }) => T <= last.T).slice(-6))
    expect(found(`startTime=${first.T}&limit=6`)).toEqual(between.slice(0, 6))
    expect(found(`startTime=${first.T}000&endTime=${last.T}999`)).toEqual(between)
  })

  it('serves the 24-hour statistics of the ticker stream', () => {
    const { published, body } = both('btcusdt@ticker', 'ticker/24hr?symbol=BTCUSDT')
    const { E: _E, e: _e, P, ...stream } = published.at(-1) as Record<string, string | number>
    expect(body).toMatchObject({
      symbol: stream['s'],
      priceChange: stream['p'],
      weightedAvgPrice: stream['w'],
      prevClosePrice: stream['x'],
      lastPrice: stream['c'],
      lastQty: stream['Q'],
      bidPrice: stream['b'],
      bidQty: stream['B'],
      askPrice: stream['a'],
      askQty: stream['A'],
      openPrice: stream['o'],
      highPrice: stream['h'],
      lowPrice: stream['l'],
      volume: stream['v'],
      quoteVolume: stream['q'],
      openTime: stream['O'],
      closeTime: stream['C'],
      firstId: stream['F'],
      lastId: stream['L'],
      count: stream['n'],
    })
    expect(Number((body as { priceChangePercent: string }).priceChangePercent)).toBeCloseTo(Number(P), 2)
  })

  it.each([
    [
      'ticker/24hr?symbol=BTCUSDT',
      'symbol priceChange priceChangePercent weightedAvgPrice prevClosePrice lastPrice lastQty bidPrice bidQty askPrice askQty openPrice highPrice lowPrice volume quoteVolume openTime closeTime firstId lastId count',
    ],
    [
      'ticker/24hr?symbol=BTCUSDT&type=MINI',
      'symbol openPrice highPrice lowPrice lastPrice volume quoteVolume openTime closeTime firstId lastId count',
    ],
    [
      'ticker/tradingDay?symbol=BTCUSDT',
      'symbol priceChange priceChangePercent weightedAvgPrice openPrice highPrice lowPrice lastPrice volume quoteVolume openTime closeTime firstId lastId count',
    ],
    [
      'ticker?symbol=BTCUSDT',
      'symbol priceChange priceChangePercent weightedAvgPrice openPrice highPrice lowPrice lastPrice volume quoteVolume openTime closeTime firstId lastId count',
    ],
  ])('orders the fields of %s as documented', (path, fields) => {
    expect(Object.keys(asked(path).body as object).join(' ')).toBe(fields)
  })

  it("serves the streams' average price and best quotes", () => {
    const average = both('btcusdt@avgPrice', 'avgPrice?symbol=BTCUSDT')
    const { w, T } = average.published.at(-1) as { w: string; T: number }
    expect(average.body).toEqual({ mins: 5, price: w, closeTime: T })
    const book = both('btcusdt@bookTicker', 'ticker/bookTicker?symbol=BTCUSDT')
    const { b, B, a, A } = book.published.at(-1) as Record<string, string>
    expect(book.body).toEqual({ symbol: 'BTCUSDT', bidPrice: b, bidQty: B, askPrice: a, askQty: A })
  })

  it('agrees with the kline about the day of a zone', () => {
    const { body } = asked('ticker/tradingDay?symbol=BTCUSDT&timeZone=5:30')
    const [kline] = asked('klines?symbol=BTCUSDT&interval=1d&limit=1&timeZone=5:30').body as [Row]
    const [openTime, openPrice, highPrice, lowPrice, lastPrice, volume, closeTime, quoteVolume, count] = kline
    expect(openTime).toBe(START - 5.5 * 3_600_000)
    expect(body).toEqual({
      symbol: 'BTCUSDT',
      priceChange: (Number(lastPrice) - Number(openPrice)).toFixed(8),
      priceChangePercent: ((Number(lastPrice) / Number(openPrice) - 1) * 100).toFixed(3),
      weightedAvgPrice: (Number(quoteVolume) / Number(volume)).toFixed(8),
      ...{ openPrice, highPrice, lowPrice, lastPrice, volume, quoteVolume, openTime, closeTime },
      firstId: expect.any(Number) as number,
      lastId: expect.any(Number) as number,
      count,
    })
    const mini = asked('ticker/tradingDay?symbol=BTCUSDT&timeZone=5:30&type=MINI').body as object
    expect(body).toMatchObject(mini)
    expect(mini).not.toHaveProperty('priceChange')
  })

  it('serves the reference price of the stream, and its calculation', () => {
    const { published, body } = both('btcusdt@referencePrice', 'referencePrice?symbol=BTCUSDT')
    const { r, t } = published.at(-1) as { r: string; t: number }
    expect(body).toEqual({ symbol: 'BTCUSDT', referencePrice: r, timestamp: t })
    expect(asked('referencePrice/calculation?symbol=BTCUSDT').body).toEqual({
      symbol: 'BTCUSDT',
      calculationType: 'ARITHMETIC_MEAN',
      bucketCount: 10,
      bucketWidthMs: 1_000,
    })
  })

  it('has no execution rules', () => {
    const rules = (symbol: string) => ({ symbol, rules: [] })
    expect(asked('executionRules').body).toEqual({ symbolRules: [rules('BTCUSDT'), rules('ETHUSDT')] })
    expect(asked('executionRules?symbols=["ETHUSDT"]').body).toEqual({ symbolRules: [rules('ETHUSDT')] })
    expect(asked('executionRules?symbolStatus=HALT').body).toEqual({ symbolRules: [] })
  })

  it.each([
    'ticker/24hr?',
    'ticker/24hr?type=MINI&',
    'ticker/price?',
    'ticker/bookTicker?',
    'ticker?windowSize=2h&',
    'ticker/tradingDay?',
  ])('answers %s for one symbol, for several, for all', path => {
    const { exchange } = inVirtualTime()
    const ask = (query: string) => JSON.parse(exchange.rest(`/api/v3/${path}${query}`).body) as unknown
    const btc = ask('symbol=BTCUSDT')
    const eth = ask('symbol=ETHUSDT')
    expect(btc).toMatchObject({ symbol: 'BTCUSDT' })
    expect(ask('symbols=["ETHUSDT","BTCUSDT"]')).toEqual([eth, btc])
    expect(ask('symbols=%5B%22ETHUSDT%22%5D')).toEqual([eth])
    expect(ask('symbols=["ETHUSDT"]&symbolStatus=BREAK')).toEqual([])
    if (/^ticker(\?|\/tradingDay)/.test(path)) expect(ask('')).toMatchObject({ code: -1102 })
    else expect(ask('')).toEqual([btc, eth])
  })

  it('omits from MINI the fields of FULL alone', () => {
    const full = asked('ticker/24hr?symbol=BTCUSDT').body as object
    const mini = asked('ticker/24hr?symbol=BTCUSDT&type=MINI').body as object
    expect(full).toMatchObject(mini)
    expect(Object.keys(mini)).toEqual([
      ...['symbol', 'openPrice', 'highPrice', 'lowPrice', 'lastPrice', 'volume', 'quoteVolume'],
      ...['openTime', 'closeTime', 'firstId', 'lastId', 'count'],
    ])
  })

  it('serves times in microseconds on request', () => {
    const { exchange } = inVirtualTime()
    const headers = { 'x-mbx-time-unit': 'MICROSECOND' }
    const ask = (path: string) => JSON.parse(exchange.rest(`/api/v3/${path}`, { headers }).body) as unknown
    expect(ask('time')).toEqual({ serverTime: START * 1_000 })
    expect((ask('klines?symbol=BTCUSDT&interval=1m&limit=1') as Row[])[0]?.slice(0, 7)).toMatchObject({
      0: START * 1_000,
      6: START * 1_000 + 60_000_000 - 1,
    })
  })

  it('closes a kline in the same microsecond as the stream', () => {
    const { exchange, scheduler } = inVirtualTime()
    const client = listen(exchange, '/stream?streams=btcusdt@kline_1m&timeUnit=MICROSECOND')
    scheduler.advanceBy(2_000)
    const { k } = client.frames<{ k: { t: number; T: number } }>('btcusdt@kline_1m')[0]!
    expect([k.t, k.T]).toEqual([START * 1_000, START * 1_000 + 60_000_000 - 1])
  })

  it('rejects an unknown unit of time', () => {
    const { exchange } = inVirtualTime()
    const ask = (unit: string) => exchange.rest('/api/v3/time', { headers: { 'x-mbx-time-unit': unit } })
    expect(JSON.parse(ask('millisecond').body)).toEqual({ serverTime: START })
    expect(ask('NANOSECOND').status).toBe(400)
    expect(JSON.parse(ask('NANOSECOND').body)).toMatchObject({ code: -1194 })
  })

  it.each([
    ['depth', 400, -1102],
    ['depth?symbol=NOSUCH', 400, -1121],
    ['depth?symbol=btc*', 400, -1100],
    ['depth?symbol=BTCUSDT&limit=many', 400, -1100],
    ['depth?symbol=BTCUSDT&symbol=ETHUSDT', 400, -1101],
    ['klines?symbol=BTCUSDT', 400, -1102],
    ['klines?symbol=BTCUSDT&interval=7m', 400, -1120],
    ['klines?symbol=BTCUSDT&interval=1m&timeZone=15', 400, -1130],
    ['exchangeInfo?symbol=NOSUCH', 400, -1121],
    ['exchangeInfo?symbol=BTCUSDT&symbols=["BTCUSDT"]', 400, -1128],
    ['depth?symbol=', 400, -1105],
    ['depth?symbol=btcusdt', 400, -1100],
    ['depth?symbol=BTCUSDT&limit=0', 400, -1130],
    ['depth?symbol=BTCUSDT&symbolStatus=HALT', 400, -1220],
    ['depth?symbol=BTCUSDT&symbolStatus=ASLEEP', 400, -1122],
    ['depth?symbol=BTCUSDT&depth=5', 400, -1104],
    ['ping?x=1', 400, -1104],
    ['trades?symbol=BTCUSDT&limit=-1', 400, -1100],
    ['historicalBlockTrades?symbol=BTCUSDT', 400, -1102],
    ['aggTrades?symbol=BTCUSDT&fromId=1&startTime=1', 400, -1128],
    ['klines?symbol=BTCUSDT&interval=1m&startTime=soon', 400, -1100],
    ['ticker/24hr?symbols=BTCUSDT', 400, -1100],
    ['ticker/24hr?symbols=[]', 400, -1105],
    ['ticker/24hr?symbols=[%20]', 400, -1105],
    ['ticker?symbols=[]', 400, -1105],
    ['exchangeInfo?symbols=[]', 400, -1105],
    ['ticker/24hr?symbols=["BTCUSDT","BTCUSDT"]', 400, -1151],
    ['ticker/24hr?symbol=BTCUSDT&type=BIG', 400, -1139],
    ['ticker/price?symbol=BTCUSDT&symbols=["BTCUSDT"]', 400, -1128],
    ['ticker/price?symbols=["BTCUSDT","NOSUCH"]', 400, -1121],
    ['ticker?symbol=BTCUSDT&windowSize=60m', 400, -1130],
    ['exchangeInfo?symbol=BTCUSDT&permissions=SPOT', 400, -1128],
    ['executionRules?symbol=BTCUSDT&symbolStatus=TRADING', 400, -1128],
    ['referencePrice', 400, -1102],
    ['ticker/tradingDay?symbol=BTCUSDT&timeZone=15', 400, -1130],
    ['exchangeInfo?permissions=ALL', 400, -1130],
    ['exchangeInfo?showPermissionSets=perhaps', 400, -1100],
    ['nowhere', 404, -1000],
  ])('answers %s with %i and code %i', (path, status, code) => {
    expect(asked(path)).toMatchObject({ status, body: { code } })
  })
})
