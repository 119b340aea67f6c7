import { inVirtualTime, START } from './client.js'

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
            { filterType: 'NOTIONAL' },
          ],
        },
        { symbol: 'ETHUSDT' },
      ],
    })
  })

  it('gives the book, best prices first', () => {
    const { body } = asked('depth?symbol=BTCUSDT&limit=5')
    const { bids, asks } = body as { bids: [string, string][]; asks: [string, string][] }
    expect(bids).toHaveLength(5)
    const prices = [
      ...bids.map(([price]) => Number(price)).reverse(),
      ...asks.map(([price]) => Number(price)),
    ]
    expect(prices).toEqual([...prices].sort((a, b) => a - b))
  })

  it('gives the newest klines, each beginning where the last one ended', () => {
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
    ['nowhere', 404, -1000],
  ])('answers %s with %i and code %i', (path, status, code) => {
    expect(asked(path)).toMatchObject({ status, body: { code } })
  })
})
