/** Each fault as a client sees it, played as data. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Fault,
  type FaultName,
  type FaultOf,
  faultNames,
  type RestResponse,
} from '../../../src/simulator/index.js'
import { inVirtualTime, listen, START } from '../client.js'

/** Speaks at each whole second. */
const MINI = 'btcusdt@miniTicker'
/** When each fault begins. */
const BEGIN = 1_500

/** Two clients, and a fault that begins at a second and a half. */
function play(fault: Fault, { url = `/stream?streams=${MINI}`, ...options } = {}) {
  const { scheduler, exchange } = inVirtualTime(options)
  const client = listen(exchange, url)
  const other = listen(exchange, url)
  exchange.faults.play([{ at: BEGIN, ...fault }])
  scheduler.advanceTo(START + BEGIN)
  return {
    scheduler,
    exchange,
    client,
    other,
    /** Until so many seconds after the start. */
    until: (seconds: number): void => scheduler.advanceTo(START + seconds * 1_000),
    ask: (method: string, ...params: string[]) => client.send({ method, params, id: 7 }),
    /** Seconds after the start of each frame that the client got. */
    seconds: (who = client) => who.frames<{ E: number }>(MINI).map(({ E }) => (E - START) / 1_000),
    rest: (route: string) => {
      const answers: { at: number; response: RestResponse }[] = []
      exchange
        .request$(`/api/v3/${route}`)
        .subscribe(response => answers.push({ at: scheduler.now() - START, response }))
      return answers
    },
  }
}

type Scene = ReturnType<typeof play>

/** Of each fault: an example, and what is seen of it. */
const cases: {
  readonly [N in FaultName]: (play: (fault: Omit<FaultOf<N>, 'fault'>, options?: object) => Scene) => void
} = {
  drop(play) {
    const { client, other } = play({ code: 4001, reason: 'go', connection: 'oldest' })
    expect(client.closes).toEqual([{ code: 4001, reason: 'go', wasClean: true }])
    expect(other.closes).toEqual([])
  },
  reset(play) {
    const { client, other } = play({ connection: 'newest' })
    expect(client.closes).toEqual([])
    expect(other.steps).toEqual(['open', 'error', 'close'])
    expect(other.closes).toEqual([{ code: 1006, reason: '', wasClean: false }])
  },
  halfOpen(play) {
    const { client, until, ask, seconds } = play({ connection: 1 })
    ask('LIST_SUBSCRIPTIONS')
    until(10)
    expect(seconds()).toEqual([1])
    expect(client.texts).toHaveLength(1)
    expect(client.closes).toEqual([])
  },
  expire(play) {
    const { client } = play({ connection: 1 })
    expect(client.closes).toEqual([{ code: 1001, reason: 'Connection expired', wasClean: true }])
  },
  serverShutdown(play) {
    const { client, until } = play({ grace: 2_000 })
    expect(client.texts.at(-1)).toContain('"e":"serverShutdown"')
    expect(client.closes).toEqual([])
    until(3.5)
    expect(client.closes).toEqual([{ code: 1001, reason: 'Server shutdown', wasClean: true }])
  },
  refuse(play) {
    const { scheduler, exchange } = play({ for: 1_000, status: 503 })
    const early = listen(exchange)
    scheduler.advanceBy(999)
    const late = listen(exchange)
    scheduler.advanceBy(1)
    const later = listen(exchange)
    scheduler.advanceBy(0)
    expect([early.steps, late.steps, later.steps]).toEqual([['error', 'close'], ['error', 'close'], ['open']])
  },
  slowLink(play) {
    const { client, until, scheduler, exchange } = play({ bytesPerSecond: 100, connection: 1 })
    const arrivals: number[] = []
    client.socket.onmessage = () => arrivals.push(scheduler.now() - START)
    until(12)
    const size = client.texts[0]?.length ?? NaN
    expect(arrivals).toEqual([1, 2, 3, 4].map(count => 2_000 + Math.ceil(count * size * 10)))
    expect(exchange.connections[0]?.sent).toBe(12)
  },
  stutter(play) {
    const { client, until, scheduler, seconds, other } = play({ pause: 3_000, flow: 1_000, connection: 1 })
    const arrivals: number[] = []
    client.socket.onmessage = () => arrivals.push((scheduler.now() - START) / 1_000)
    until(8)
    expect(arrivals).toEqual([4.5, 4.5, 4.5, 5, 8.5].filter(at => at <= 8))
    expect(seconds(other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  },
  delayAcks(play) {
    const { client, until, ask } = play({ delay: 1_000, count: 1 }, { url: '/stream' })
    ask('LIST_SUBSCRIPTIONS')
    until(2.499)
    expect(client.texts).toEqual([])
    until(2.5)
    ask('LIST_SUBSCRIPTIONS')
    until(2.5)
    expect(client.texts).toHaveLength(2)
  },
  loseAcks(play) {
    const { client, exchange, until, ask } = play({}, { url: '/stream' })
    ask('SUBSCRIBE', 'a@trade')
    until(60)
    expect(client.texts).toEqual([])
    expect(exchange.connections[0]?.subscriptions).toEqual(['a@trade'])
  },
  duplicateAcks(play) {
    const { client, until, ask } = play({ connection: 1 }, { url: '/stream' })
    ask('SUBSCRIBE', 'a@trade')
    ask('UNSUBSCRIBE', 'a@trade')
    until(2)
    expect(client.texts).toEqual(Array(3).fill('{"result":null,"id":7}'))
  },
  reject(play) {
    const { client, exchange, until, ask } = play(
      { stream: '*@trade', code: 5, msg: 'No' },
      { url: '/stream' },
    )
    ask('SUBSCRIBE', MINI, 'a@trade')
    ask('SUBSCRIBE', MINI)
    until(1.6)
    expect(client.texts).toEqual(['{"error":{"code":5,"msg":"No"},"id":7}', '{"result":null,"id":7}'])
    expect(exchange.connections[0]?.subscriptions).toEqual([MINI])
  },
  garbage(play) {
    const { client, other } = play({ connection: 2 })
    expect(client.texts).toHaveLength(1)
    expect(() => JSON.parse(other.texts.at(-1) ?? '') as unknown).toThrow(SyntaxError)
  },
  send(play) {
    expect(play({ text: 'hi' }).client.texts.at(-1)).toBe('hi')
  },
  inject(play) {
    const { client } = play({ stream: MINI, payload: { unknown: 'field' } })
    expect(client.texts.at(-1)).toBe(`{"stream":"${MINI}","data":{"unknown":"field"}}`)
  },
  truncate(play) {
    const { client, other, until } = play({ stream: MINI, keep: 0.25, connection: 1 })
    until(3)
    const [whole, cut, next] = other.texts.map((text, i) => [text, client.texts[i]])
    expect(client.texts).toHaveLength(3)
    expect(whole?.[1]).toBe(whole?.[0])
    expect(cut?.[1]).toBe(cut?.[0]?.slice(0, Math.floor((cut[0]?.length ?? 0) / 4)))
    expect(next?.[1]).toBe(next?.[0])
  },
  oversize(play) {
    const { client, until, seconds } = play({ stream: MINI, bytes: 5_000, count: 2 })
    until(4)
    expect(client.texts.map(({ length }) => length === 5_000)).toEqual([false, true, true, false])
    expect(seconds()).toEqual([1, 2, 3, 4])
  },
  dropField(play) {
    const { client, until } = play({ stream: 'btcusdt@*', field: 'c' })
    until(3)
    expect(client.frames(MINI).map(payload => 'c' in payload)).toEqual([true, false, true])
  },
  setField(play) {
    const { client, until } = play(
      { stream: 'btcusdt@kline_1m', field: 'k.c', value: null },
      { url: '/stream?streams=btcusdt@kline_1m' },
    )
    until(4)
    const closes = client
      .frames<{ k: { c: unknown; o: unknown } }>('btcusdt@kline_1m')
      .map(({ k }) => [k.c, k.o])
    expect(closes).toEqual([
      [null, expect.any(String)],
      [expect.any(String), expect.any(String)],
    ])
  },
  silence(play) {
    const { exchange, until, seconds } = play({ stream: '*@miniTicker', for: 2_600 })
    until(5)
    expect(seconds()).toEqual([1, 5])
    expect(exchange.connections[0]?.subscriptions).toEqual([MINI])
  },
  forget(play) {
    const { exchange, until, seconds, other } = play({ stream: 'btcusdt@*', connection: 1 })
    until(3)
    expect(exchange.connections[0]?.subscriptions).toEqual([])
    expect([seconds(), seconds(other)]).toEqual([[1], [1, 2, 3]])
  },
  skip(play) {
    const { client, until } = play(
      { stream: 'btcusdt@depth', count: 2 },
      { url: '/stream?streams=btcusdt@depth' },
    )
    until(6)
    const diffs = client.frames<{ U: number; u: number }>('btcusdt@depth')
    expect(diffs).toHaveLength(4)
    expect(diffs.map(({ U }, i) => i === 0 || U === (diffs[i - 1]?.u ?? NaN) + 1)).toEqual([
      true,
      false,
      true,
      true,
    ])
  },
  repeat(play) {
    const { until, seconds, other } = play({ stream: MINI, connection: 1 })
    until(4)
    expect([seconds(), seconds(other)]).toEqual([
      [1, 2, 2, 3, 4],
      [1, 2, 3, 4],
    ])
  },
  reorder(play) {
    const { until, seconds, other } = play({ stream: MINI })
    until(5)
    expect([seconds(), seconds(other)]).toEqual([
      [1, 3, 2, 4, 5],
      [1, 3, 2, 4, 5],
    ])
  },
  restart(play) {
    const url = '/stream?streams=btcusdt@trade/btcusdt@depth@100ms/btcusdt@kline_1m'
    const kept = play({ keepConnections: true }, { url })
    kept.until(20)
    expect([...kept.client.closes, ...kept.other.closes]).toEqual([])
    for (const [stream, id] of [
      ['btcusdt@trade', 't'],
      ['btcusdt@depth@100ms', 'u'],
    ] as const) {
      const ids = kept.client.frames<Record<string, number>>(stream).map(each => each[id] ?? NaN)
      const resetAt = ids.findIndex((each, n) => n > 0 && each < (ids[n - 1] ?? NaN))
      expect(ids[0]).toBeGreaterThan(1_000_000)
      expect(ids[resetAt]).toBeLessThan(10_000)
      expect(ids.slice(resetAt)).toEqual([...ids.slice(resetAt)].sort((a, b) => a - b))
    }
    const answers = [
      kept.rest('historicalTrades?symbol=BTCUSDT&fromId=0&limit=1000'),
      kept.rest('aggTrades?symbol=BTCUSDT&fromId=0'),
      kept.rest('depth?symbol=BTCUSDT'),
      kept.rest(`klines?symbol=BTCUSDT&interval=1m&startTime=${START - 120_000}`),
    ]
    kept.until(20.1)
    const [trades, aggregates, depth, klines] = answers.map(
      ([answer]) => JSON.parse(answer?.response.body ?? '') as never,
    ) as unknown as [{ id: number }[], { a: number }[], { lastUpdateId: number }, unknown[][]]
    expect([trades[0]?.id, aggregates[0]?.a]).toEqual([1, 1])
    expect(depth.lastUpdateId).toBeLessThan(10_000)
    expect(klines.map(kline => kline[8])).toEqual([0, 0, trades.length])
    const { client, other } = play({})
    expect([client, other].map(({ closes }) => closes)).toEqual(
      Array(2).fill([{ code: 1012, reason: 'Service restart', wasClean: true }]),
    )
  },
  skewClock(play) {
    const { client, until, seconds, rest } = play(
      { by: -60_000, for: 2_000 },
      { url: `/stream?streams=${MINI}/btcusdt@trade` },
    )
    const early = rest('time')
    until(4)
    expect(seconds()).toEqual([1, -58, -57, 4])
    expect(JSON.parse(early[0]?.response.body ?? '')).toEqual({ serverTime: START + BEGIN - 60_000 })
    const trades = client.frames<{ E: number; T: number }>('btcusdt@trade')
    const wrong = trades.filter(({ T }) => T < START)
    expect(wrong.length).toBeGreaterThan(0)
    expect(wrong.length).toBeLessThan(trades.length)
    expect(wrong.filter(({ E, T }) => E !== T)).toEqual([])
  },
  staleSnapshots(play) {
    const { client, until, rest } = play(
      { symbol: 'BTCUSDT', count: 1 },
      { url: '/stream?streams=btcusdt@depth' },
    )
    until(4)
    const [stale, fresh] = [rest('depth?symbol=BTCUSDT&limit=5'), rest('depth?symbol=BTCUSDT&limit=5')]
    until(4.1)
    const idOf = (answers: typeof fresh) =>
      (JSON.parse(answers[0]?.response.body ?? '') as { lastUpdateId: number }).lastUpdateId
    const diffs = client.frames<{ U: number; u: number }>('btcusdt@depth')
    expect(diffs.find(({ U, u }) => U <= idOf(stale) && idOf(stale) <= u)).toBe(diffs[1])
    expect(idOf(fresh)).toBeGreaterThanOrEqual(diffs.at(-1)?.u ?? NaN)
    expect(stale[0]?.response.body).toMatch(/"bids":\[(\["[\d.]+","[\d.]+"\],?){5}\]/)
  },
  restError(play) {
    const { until, rest } = play({ status: 429, retryAfter: 7, route: 'depth' })
    const other = rest('ping')
    const first = rest('depth?symbol=BTCUSDT')
    const second = rest('depth?symbol=BTCUSDT')
    until(1.6)
    expect(other[0]?.response.status).toBe(200)
    expect(first[0]?.response).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
    expect(JSON.parse(first[0]?.response.body ?? '')).toMatchObject({ code: -1003 })
    expect(second[0]?.response.status).toBe(200)
  },
  restDelay(play) {
    const { until, rest } = play({ delay: 3_000, route: 't*' })
    const answers = rest('time')
    until(10)
    expect(answers).toMatchObject([{ at: BEGIN + 3_000, response: { status: 200, delay: 3_000 } }])
  },
  restTimeout(play) {
    const { until, rest } = play({})
    const answers = rest('time')
    until(30)
    expect(answers).toMatchObject([{ at: BEGIN + 10_000, response: { status: 504 } }])
    expect(JSON.parse(answers[0]?.response.body ?? '')).toMatchObject({ code: -1007 })
  },
  restHang(play) {
    const { scheduler, rest } = play({}, { url: '/stream' })
    const answers = rest('time')
    scheduler.advanceBy(3_600_000)
    expect(answers).toEqual([])
  },
}

describe('a fault as data', () => {
  it.each(faultNames)('%s has its documented effect', name => {
    const { [name]: isSeen } = cases as Record<string, (play: unknown) => void>
    isSeen?.((fields: object, options?: object) => play({ fault: name, ...fields } as Fault, options))
  })

  it('is listed in the table', () => {
    const text = readFileSync(join(__dirname, '../../../src/simulator/faults/fault.ts'), 'utf8')
    const listed = [...text.matchAll(/^ \* \| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(listed.sort()).toEqual([...faultNames].sort())
  })
})
