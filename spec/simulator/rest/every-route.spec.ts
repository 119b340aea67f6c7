/** Common to every route: units of time, maximal limits, and errors for invalid parameters. */
import { inVirtualTime, START } from '../client.js'

const routes = [
  'time',
  'exchangeInfo',
  'trades?symbol=BTCUSDT',
  'historicalTrades?symbol=BTCUSDT',
  'aggTrades?symbol=BTCUSDT',
  'klines?symbol=BTCUSDT&interval=1h',
  'uiKlines?symbol=BTCUSDT&interval=1d',
  'avgPrice?symbol=BTCUSDT',
  'ticker/24hr?symbol=BTCUSDT',
  'ticker/24hr?type=MINI',
  'ticker?symbol=BTCUSDT&windowSize=1h',
]

const { exchange, scheduler } = inVirtualTime({ symbols: [{ symbol: 'BTCUSDT', tradesPerSecond: 60 }] })
scheduler.advanceBy(30_000)

const ask = (path: string, headers = {}): unknown =>
  JSON.parse(exchange.rest(`/api/v3/${path}`, { caller: path, headers }).body)

/** Every number of an answer, in its order. */
const numbers = (answer: unknown): number[] => {
  if (typeof answer === 'number') return [answer]
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(numbers) : []
}

describe('every route', () => {
  it.each(routes)('%s converts times to microseconds, and nothing else', path => {
    const inMilliseconds = numbers(ask(path))
    const inMicroseconds = numbers(ask(path, { 'x-mbx-time-unit': 'microsecond' }))
    // Times are of years of klines; ids and counts are far below.
    const isTime = (value: number): boolean => value > START / 2
    expect(inMilliseconds.filter(isTime)).not.toEqual([])
    expect(
      inMicroseconds.map((value, i) => (isTime(inMilliseconds[i] ?? 0) ? Math.floor(value / 1_000) : value)),
    ).toEqual(inMilliseconds)
  })

  it.each([
    ['aggTrades?symbol=BTCUSDT', 500],
    ['aggTrades?symbol=BTCUSDT&limit=1000', 1_000],
    ['aggTrades?symbol=BTCUSDT&limit=1001', 1_000],
    ['klines?symbol=BTCUSDT&interval=1m', 500],
    ['klines?symbol=BTCUSDT&interval=1m&limit=99999', 1_000],
  ])('returns for %s %i rows', (path, count) => {
    expect(ask(path)).toHaveLength(count)
  })

  it.each([
    ['depth?symbol=BTCUSDT&limit=0', "Data sent for parameter 'limit' is not valid."],
    ['klines?symbol=BTCUSDT&interval=1m&timeZone=14:01', "Data sent for parameter 'timeZone' is not valid."],
    ['klines?symbol=BTCUSDT&interval=1m&timeZone=-12:01', "Data sent for parameter 'timeZone' is not valid."],
    ['klines?symbol=BTCUSDT&interval=1m&timeZone=1:60', "Data sent for parameter 'timeZone' is not valid."],
    ['klines?symbol=BTCUSDT&interval=1m&timeZone=home', "Data sent for parameter 'timeZone' is not valid."],
    [
      'aggTrades?symbol=BTCUSDT&endTime=x',
      "Illegal characters found in parameter 'endTime'; legal range is '^[0-9]{1,20}$'.",
    ],
    ['depth?limit=5', "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."],
    [
      'exchangeInfo?symbol=btc*',
      "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.",
    ],
    ['depth?symbol=', "Parameter 'symbol' was empty."],
    ['ping?a=1&b=2', "Not all sent parameters were read; read '0' parameter(s) but was sent '2'."],
  ])('rejects %s: %s', (path, msg) => {
    expect(ask(path)).toMatchObject({ msg })
  })

  it.each([...routes, 'nowhere'])('%s allows any origin', path => {
    expect(exchange.rest(`/api/v3/${path}`, { caller: path }).headers).toMatchObject({
      'access-control-allow-origin': '*',
    })
  })
})
