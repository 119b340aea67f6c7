import { inVirtualTime } from '../client.js'

const MINUTE = 60_000

const asking = (options = {}) => {
  const { exchange, scheduler } = inVirtualTime(options)
  const ask = (path: string, caller?: string) =>
    exchange.rest(`/api/v3/${path}`, caller === undefined ? {} : { caller })
  return { exchange, scheduler, ask }
}

describe('request weight', () => {
  const { ask } = asking()
  const many = JSON.stringify(Array.from({ length: 21 }, (_, i) => `S${i}USDT`))

  it.each([
    ['ping', 1],
    ['time', 1],
    ['exchangeInfo', 20],
    ['depth?symbol=BTCUSDT', 5],
    ['depth?symbol=BTCUSDT&limit=100', 5],
    ['depth?symbol=BTCUSDT&limit=101', 25],
    ['depth?symbol=BTCUSDT&limit=501', 50],
    ['depth?symbol=BTCUSDT&limit=1001', 250],
    ['depth?symbol=BTCUSDT&limit=5000', 250],
    ['trades?symbol=BTCUSDT', 25],
    ['historicalTrades?symbol=BTCUSDT', 25],
    ['aggTrades?symbol=BTCUSDT', 4],
    ['klines?symbol=BTCUSDT&interval=1m', 2],
    ['uiKlines?symbol=BTCUSDT&interval=1m', 2],
    ['avgPrice?symbol=BTCUSDT', 2],
    ['ticker/24hr?symbol=BTCUSDT', 2],
    ['ticker/24hr', 80],
    [`ticker/24hr?symbols=${many}`, 40],
    ['ticker?symbols=["BTCUSDT","ETHUSDT"]', 8],
    ['ticker/tradingDay?symbols=["BTCUSDT","ETHUSDT"]', 8],
    ['referencePrice?symbol=BTCUSDT', 2],
    ['referencePrice/calculation?symbol=BTCUSDT', 2],
    ['executionRules?symbols=["BTCUSDT","ETHUSDT"]', 4],
    ['executionRules', 40],
    ['ticker/price?symbol=BTCUSDT', 2],
    ['ticker/price', 4],
    ['ticker/bookTicker?symbols=["BTCUSDT"]', 4],
    ['nowhere', 1],
    ['depth?symbol=BTCUSDT&limit=many', 1],
  ])('of %s is %i', (path, weight) => {
    expect(ask(path, path).headers['x-mbx-used-weight-1m']).toBe(String(weight))
  })

  it('is counted per minute of the clock and per caller', () => {
    const { scheduler, ask } = asking()
    const used = (caller: string) => ask('exchangeInfo', caller).headers['x-mbx-used-weight']
    expect([used('a'), used('a'), used('b')]).toEqual(['20', '40', '20'])
    scheduler.advanceBy(MINUTE - 1)
    expect(used('a')).toBe('60')
    scheduler.advanceBy(1)
    expect(used('a')).toBe('20')
  })

  it('beyond the limit gets 429 until the minute is over', () => {
    const { scheduler, ask } = asking()
    scheduler.advanceBy(12_300)
    for (let i = 0; i < 24; i++) expect(ask('depth?symbol=BTCUSDT&limit=5000').status).toBe(200)
    const { status, headers, body } = ask('ping')
    expect(status).toBe(429)
    expect(headers).toMatchObject({ 'x-mbx-used-weight-1m': '6001', 'retry-after': '48' })
    expect(JSON.parse(body)).toEqual({
      code: -1003,
      msg: expect.stringContaining('current limit is 6000 request weight per 1 MINUTE') as string,
    })
    expect(ask('ping', 'someone else').status).toBe(200)
    scheduler.advanceBy(48_000)
    expect(ask('ping').status).toBe(200)
  })

  it('bans repeat offenders with 418, twice as long each time', () => {
    const { scheduler, ask } = asking({ limits: { weightPerMinute: 20, rejectionsBeforeBan: 3 } })
    const offend = () => Array.from({ length: 5 }, () => ask('exchangeInfo').status)
    const wait = () => Number(ask('ping').headers['retry-after'])
    expect(offend()).toEqual([200, 429, 429, 429, 418])
    expect(wait()).toBe(120)
    scheduler.advanceBy(2 * MINUTE - 1)
    expect(ask('ping')).toMatchObject({ status: 418, body: expect.stringContaining('-1003') as string })
    scheduler.advanceBy(1)
    expect(offend()).toEqual([200, 429, 429, 429, 418])
    expect(wait()).toBe(240)
    scheduler.advanceBy(4 * MINUTE)
    expect(ask('ping').status).toBe(200)
  })

  it('bans for three days at most', () => {
    const { scheduler, ask } = asking({ limits: { weightPerMinute: 0, rejectionsBeforeBan: 0 } })
    const bans = Array.from({ length: 14 }, () => {
      const seconds = Number(ask('ping').headers['retry-after'])
      scheduler.advanceBy(seconds * 1_000)
      return seconds / 60
    })
    expect(bans.slice(0, 4)).toEqual([2, 4, 8, 16])
    expect(bans.at(-1)).toBe(3 * 24 * 60)
  })
})

describe('a request on the scheduler', () => {
  it('applies the latency each way, reads the market between', () => {
    const { exchange, scheduler } = inVirtualTime({ latency: 30 })
    const start = scheduler.now()
    const emitted: unknown[] = []
    exchange.request$('/api/v3/time').subscribe({
      next: ({ body }) => emitted.push(JSON.parse(body), scheduler.now() - start),
      complete: () => emitted.push('complete'),
    })
    scheduler.advanceBy(1_000)
    expect(emitted).toEqual([{ serverTime: start + 30 }, 60, 'complete'])
  })

  it('is cancelled by unsubscribing', () => {
    const { exchange, scheduler } = inVirtualTime({ latency: 30 })
    exchange.request$('/api/v3/time').subscribe().unsubscribe()
    expect(scheduler.pending).toBe(0)
  })
})
