/** REST serves history for a limited time, and coarse and fine klines agree. */
import type { Exchange } from '../../../src/simulator/index.js'
import { inVirtualTime, START } from '../client.js'

type Kline = [open: number, ...rest: (string | number)[]]

const HOUR = 3_600_000
const DAY = 24 * HOUR

const ask = <T>(exchange: Exchange, path: string) => {
  const { status, body } = exchange.rest(`/api/v3/${path}`)
  return { status, body: JSON.parse(body) as T }
}

const klines = (exchange: Exchange, query: string) =>
  ask<Kline[]>(exchange, `klines?symbol=BTCUSDT&${query}`).body

const trades = (rows: readonly Kline[]) => rows.reduce((sum, row) => sum + Number(row[8]), 0)

describe('the history that REST serves', () => {
  it.each([
    ['2d', 2],
    ['3d', 3],
    ['7d', 7],
  ])('gives a window of %s at any minute of an hour', (window, days) => {
    const { exchange, scheduler } = inVirtualTime()
    scheduler.advanceTo(START + 17 * 60_000 + 123)
    const { status, body } = ask<{ count: number; openTime: number; closeTime: number }>(
      exchange,
      `ticker?symbol=BTCUSDT&windowSize=${window}`,
    )
    expect(status).toBe(200)
    expect(body.openTime).toBe(START + 17 * 60_000 - days * DAY)
    const rows = klines(exchange, `interval=1h&limit=${24 * days + 1}`)
    expect(body.count).toBeLessThanOrEqual(trades(rows))
    expect(body.count).toBeGreaterThanOrEqual(trades(rows.slice(1)))
  })

  it.each(['5:30', '05:45', '-3:30', '8'])('counts each trade in one day of the zone %s', zone => {
    const { exchange, scheduler } = inVirtualTime()
    scheduler.advanceTo(START + 20 * 60_000)
    const days = klines(exchange, `interval=1d&limit=30&timeZone=${zone}`)
    expect(days).toHaveLength(30)
    days.forEach(([open], i) => i > 0 && expect(open).toBe(days[i - 1]![0] + DAY))
    // Hours that the first day begins within are another day's.
    const from = Math.ceil(days[0]![0] / HOUR) * HOUR
    expect(trades(days)).toBe(trades(klines(exchange, `interval=1h&limit=1000&startTime=${from}`)))
  })

  it('serves a market that was silent beyond the kept minutes', () => {
    const { exchange, scheduler } = inVirtualTime({
      symbols: [{ symbol: 'BTCUSDT', tradesPerSecond: 3e-6, quotesPerSecond: 0, blockTradesPerMinute: 0 }],
    })
    const last = () => ask<{ id: number }[]>(exchange, 'trades?symbol=BTCUSDT&limit=1').body[0]?.id
    let before = last()
    let found = 0
    for (let day = 1; found < 3; day++) {
      scheduler.advanceTo(START + day * DAY + 1)
      expect(ask(exchange, 'ticker/24hr?symbol=BTCUSDT').status).toBe(200)
      const id = last()
      if (id === before) continue
      found++
      before = id
      expect(klines(exchange, 'interval=1m&limit=1000')).toHaveLength(1_000)
      expect(klines(exchange, 'interval=1s&limit=1000')).toHaveLength(1_000)
    }
  })
})
