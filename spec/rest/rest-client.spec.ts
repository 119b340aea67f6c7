/**
 * Requests are paced, sent by priority, repeated and cancelled. On an embedded exchange in memory
 * and in virtual time.
 */
import { NEVER, Observable, of, repeat, throwError } from 'rxjs'
import {
  binance,
  type BinanceOptions,
  type FeedStats,
  type HttpRequest,
  type HttpResponse,
  type MarketError,
} from '../../src/index.js'
import { createExchange } from '../../src/simulator/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { START, watch, type Watched } from '../world.js'

const MINUTE = 60_000

function createWorld(options: BinanceOptions = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], scheduler })
  const sent: { at: number; path: string }[] = []
  let cancelled = 0
  let active = 0
  const counted =
    (request: HttpRequest): HttpRequest =>
    (url, init) =>
      new Observable<HttpResponse>(subscriber => {
        sent.push({ at: scheduler.now() - START, path: url.replace(/^.*\/api\/v3\//, '') })
        let isDone = false
        active++
        subscriber.add(() => {
          active--
          if (!isDone) cancelled++
        })
        const response$ = request(url, init) as Observable<HttpResponse>
        subscriber.add(
          response$.subscribe({
            next: response => {
              isDone = true
              subscriber.next(response)
            },
            error: error => subscriber.error(error),
          }),
        )
      })
  const { request = exchange.request$, ...others } = options
  const market = binance({
    exchange,
    restUrl: 'http://exchange.local',
    reconnect: { jitter: 0 },
    ...others,
    request: counted(request),
  })
  const errors: MarketError[] = []
  market.errors$.subscribe(error => errors.push(error))
  let stats: FeedStats | undefined
  market.stats$.subscribe(value => (stats = value))
  return {
    scheduler,
    exchange,
    market,
    errors,
    sent,
    requests: () => stats?.requests,
    cancelled: () => cancelled,
    active: () => active,
  }
}

const answer$ = (status: number, body: unknown, headers: HttpResponse['headers'] = {}) =>
  of({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })

describe('pacing', () => {
  it("never exceeds a minute's weight limit, and uses it all", () => {
    const { market, scheduler, exchange, sent, errors } = createWorld()
    let answered = 0
    for (let i = 0; i < 80; i++) market.depthSnapshot$('BTCUSDT', 5_000).subscribe(() => answered++)
    scheduler.advanceBy(3 * MINUTE + 1_000)
    expect({ answered, errors }).toEqual({ answered: 80, errors: [] })
    const inMinute = (from: number) => sent.filter(({ at }) => at >= from && at < from + MINUTE).length
    expect(Math.max(...sent.map(({ at }) => inMinute(at)))).toBe(24)
    expect(exchange.faults).toBeDefined()
  })

  it('reports the place in the queue, down to 0', () => {
    const { market, scheduler, exchange } = createWorld()
    for (let i = 0; i < 23; i++) exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5000')
    const query = { kind: 'depthSnapshot', symbol: 'BTCUSDT', limit: 5_000 } as const
    const places: string[] = []
    for (const name of ['a', 'b', 'c', 'd']) {
      const options = {
        priority: name === 'd' ? 1 : 0,
        onPosition: (n: number) => places.push(`${name}${n}`),
      }
      market.query$(query, options).subscribe()
    }
    market.query$(query).subscribe()
    scheduler.advanceBy(1_000)
    // One fits in, that with the priority; what others have used is known from its answer.
    expect(places).toEqual(['a1', 'b2', 'c3'])
    scheduler.advanceBy(MINUTE)
    expect(places.slice(3)).toEqual(['a0', 'b0', 'c0'])
  })

  it('counts the weight used by other clients of the address', () => {
    const { market, scheduler, exchange, sent } = createWorld()
    for (let i = 0; i < 22; i++) exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5000')
    for (let i = 0; i < 20; i++) market.depthSnapshot$('BTCUSDT', 1_000).subscribe()
    scheduler.advanceBy(1_000)
    // 5,500 of 6,000 were used: ten of 50 fit in, as soon as the first answers have reported it.
    expect(sent).toHaveLength(10)
    scheduler.advanceBy(MINUTE)
    expect(sent).toHaveLength(20)
  })

  it('leaves a tenth of the weight to books and backfills', () => {
    const { market, scheduler, sent } = createWorld()
    const count = (path: string) => sent.filter(request => request.path.startsWith(path)).length
    // Requests without an end; the pages are empty, as the trades are still to come.
    for (let n = 0; n < 6; n++) market.tradeHistory$('BTCUSDT', { fromId: 1e12 }).pipe(repeat()).subscribe()
    scheduler.advanceBy(20_000)
    expect(count('historicalTrades') * 25).toBe(5_400)
    // The snapshot of a book and a query of the usual priority are sent at once.
    market.book$('BTCUSDT').subscribe()
    market.query$({ kind: 'trades', symbol: 'ETHUSDT', limit: 10 }).subscribe()
    const from = sent.length
    scheduler.advanceBy(3_000)
    const others = sent.slice(from).map(({ path }) => path.replace(/\?.*/, ''))
    expect(others.sort()).toEqual(['depth', 'historicalTrades'])
    scheduler.advanceBy(MINUTE)
    const isRecent = (at: number) => at > scheduler.now() - START - MINUTE
    const pages = sent.filter(({ at, path }) => isRecent(at) && path.startsWith('historicalTrades'))
    expect(pages.length * 25).toBeLessThanOrEqual(5_425)
    expect(pages.length * 25).toBeGreaterThan(5_000)
  })

  it('sends by priority, then in the order of subscription', () => {
    const { market, scheduler, sent } = createWorld()
    for (let limit = 1; limit <= 3; limit++)
      market.query$({ kind: 'depthSnapshot', symbol: 'BTCUSDT', limit }).subscribe()
    market.query$({ kind: 'serverTime' }, { priority: 1 }).subscribe()
    scheduler.advanceBy(1)
    expect(sent.map(({ path }) => path)).toEqual([
      'time',
      'depth?symbol=BTCUSDT&limit=1',
      'depth?symbol=BTCUSDT&limit=2',
      'depth?symbol=BTCUSDT&limit=3',
    ])
  })

  it('rejects requests beyond the limit of the queue', () => {
    const { market, scheduler } = createWorld({ request: () => NEVER })
    const codes: unknown[] = []
    for (let i = 0; i < 10_001; i++)
      market.serverTime$().subscribe({ error: (error: MarketError) => codes.push(error.code) })
    scheduler.advanceBy(1)
    expect(codes).toEqual(['REQUEST_LIMIT'])
  })
})

describe('cancelling', () => {
  it('sends nothing after an immediate unsubscribe, aborts what was sent', () => {
    const { market, scheduler, sent, cancelled, requests } = createWorld({ request: () => NEVER })
    market.serverTime$().subscribe().unsubscribe()
    scheduler.advanceBy(1)
    expect(sent).toEqual([])
    const subscription = market.serverTime$().subscribe()
    scheduler.advanceBy(1)
    expect(requests()).toMatchObject({ active: 1, sent: 1 })
    subscription.unsubscribe()
    scheduler.advanceBy(1)
    expect({ cancelled: cancelled(), requests: requests() }).toMatchObject({
      cancelled: 1,
      requests: { active: 0, queued: 0 },
    })
  })

  it('leaves no request and no timer after close', () => {
    const { market, scheduler, exchange, cancelled } = createWorld({ request: () => NEVER })
    const watched = [1, 2, 3, 4, 5, 6, 7, 8].map(() => watch(market.serverTime$()))
    scheduler.advanceBy(1)
    void market.close()
    expect(watched.map(({ terminations }) => terminations)).toEqual(watched.map(() => ['complete']))
    expect(cancelled()).toBe(6)
    void exchange.close()
    expect(scheduler.pending).toBe(0)
    const late = watch(market.serverTime$())
    scheduler.advanceBy(1)
    expect(late.terminations).toMatchObject([{ code: 'MARKET_CLOSED' }])
  })
})

describe('close()', () => {
  type World = ReturnType<typeof createWorld>

  const late = (world: World): void => void world.exchange.faults.restDelay({ delay: 2_000, count: Infinity })
  /** Each begins something that takes requests, and lasts. */
  const works: readonly (readonly [string, (world: World) => readonly Watched<unknown>[]])[] = [
    [
      'pages of history',
      world => [
        watch(world.market.aggTradeHistory$('BTCUSDT', { fromId: 1 })),
        watch(world.market.klineHistory$('BTCUSDT', '1m', { from: 0 })),
      ],
    ],
    [
      'a warm start',
      world => [
        watch(world.market.trade$(['BTCUSDT', 'ETHUSDT'], { history: 5_000 })),
        watch(world.market.kline$('BTCUSDT', '1m', { history: 5_000 })),
      ],
    ],
    [
      'backfill',
      world => {
        const filled = watch(world.market.trade$(['BTCUSDT', 'ETHUSDT'], { backfill: true, gaps: true }))
        world.scheduler.advanceBy(3_000)
        world.exchange.faults.skip({ stream: '*@trade', count: 4 })
        return [filled]
      },
    ],
    [
      'snapshots of books',
      world => [
        watch(world.market.book$(['BTCUSDT', 'ETHUSDT'])),
        watch(world.market.book$('BTCUSDT', { audit: 1_000 })),
      ],
    ],
    ['a check of symbols', world => [watch(world.market.query$({ kind: 'instruments' }))]],
  ]

  it.each(works.flatMap(([name, begin]) => [0, 700, 2_500].map(ms => [name, ms, begin] as const)))(
    'leaves nothing of %s after %d ms',
    (_, delay, begin) => {
      const world = createWorld({ checkSymbols: false })
      late(world)
      const watched = begin(world)
      world.scheduler.advanceBy(delay)
      let isClosed = false
      void world.market.close().then(() => (isClosed = true))
      // Completed at once, with no request under way.
      expect(watched.map(({ terminations }) => terminations)).toEqual(watched.map(() => ['complete']))
      expect(world.active()).toBe(0)
      const count = watched.map(({ events }) => events.length)
      world.scheduler.advanceBy(MINUTE)
      expect(watched.map(({ events }) => events.length)).toEqual(count)
      expect(world.exchange.connections).toEqual([])
      const { length } = world.sent
      void world.exchange.close()
      world.scheduler.advanceBy(MINUTE)
      expect({ sent: world.sent.length, pending: world.scheduler.pending }).toEqual({
        sent: length,
        pending: 0,
      })
      return Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => expect(isClosed).toBe(true))
    },
  )
})

describe('failures', () => {
  it.each([503, 504])('repeats a request that failed with %i, with backoff', status => {
    const { market, scheduler, exchange, sent, errors } = createWorld()
    exchange.faults.restError({ status, count: 2 })
    const { events } = watch(market.serverTime$())
    scheduler.advanceBy(10_000)
    expect(sent.map(({ at }) => at)).toEqual([0, 1_000, 3_000])
    expect(events).toEqual([START + 3_000])
    expect(errors).toMatchObject([
      { code: 'REQUEST_ATTEMPT_FAILED', status },
      { code: 'REQUEST_ATTEMPT_FAILED', status },
    ])
  })

  it('fails after the attempts of reconnect', () => {
    const { market, scheduler, sent, errors } = createWorld({
      request: () => throwError(() => new Error('no network')),
      reconnect: { maxAttempts: 3 },
    })
    const { terminations } = watch(market.serverTime$())
    scheduler.advanceBy(MINUTE)
    expect(terminations).toMatchObject([
      {
        code: 'REQUEST_FAILED',
        attempts: 3,
        message: expect.stringMatching(
          /^serverTime was not answered after 3 attempts: .*no network/,
        ) as string,
      },
    ])
    expect(sent).toHaveLength(3)
    expect(errors).toHaveLength(2)
  })

  it('repeats a request that is not answered within 15 s', () => {
    const { market, scheduler, exchange, sent } = createWorld()
    exchange.faults.restHang({ count: 1 })
    const { events } = watch(market.serverTime$())
    scheduler.advanceBy(20_000)
    expect(sent.map(({ at }) => at)).toEqual([0, 16_000])
    expect(events).toHaveLength(1)
  })

  it('repeats a request that the exchange timed out, with backoff', () => {
    const { market, scheduler, exchange, sent, errors } = createWorld()
    exchange.faults.restTimeout({ count: 2 })
    const { events } = watch(market.serverTime$())
    scheduler.advanceBy(MINUTE)
    // Each is answered after ten seconds, and repeated after one, then two.
    expect(sent.map(({ at }) => at)).toEqual([0, 11_000, 23_000])
    expect(events).toEqual([START + 23_000])
    expect(errors).toMatchObject(
      Array(2).fill({
        code: 'REQUEST_ATTEMPT_FAILED',
        status: 504,
        message: expect.stringContaining('Timeout waiting for response from backend server') as string,
      }),
    )
  })

  it.each<[string, (world: ReturnType<typeof createWorld>) => void, number, RegExp]>([
    ['times out', ({ exchange }) => exchange.faults.restTimeout({ count: 9 }), 33_000, /HTTP status 504/],
    [
      'does not answer',
      ({ exchange }) => exchange.faults.restHang({ count: 9 }),
      48_000,
      /no response within 15000 ms/,
    ],
  ])('fails where the exchange %s at each attempt', (_, fault, at, reason) => {
    const world = createWorld({ reconnect: { maxAttempts: 3, jitter: 0 } })
    fault(world)
    let failedAt = NaN
    const failures: MarketError[] = []
    world.market.serverTime$().subscribe({
      error: (error: MarketError) => {
        failures.push(error)
        failedAt = world.scheduler.now() - START
      },
    })
    world.scheduler.advanceBy(2 * MINUTE)
    expect(failures).toMatchObject([{ code: 'REQUEST_FAILED', attempts: 3 }])
    expect(failures[0]?.message).toMatch(reason)
    expect(failedAt).toBe(at)
    expect(world.sent).toHaveLength(3)
    expect(world.errors.map(({ code }) => code)).toEqual(Array(2).fill('REQUEST_ATTEMPT_FAILED'))
    void world.market.close()
    void world.exchange.close()
    expect(world.scheduler.pending).toBe(0)
  })

  it.each([429, 418])('sends nothing until the Retry-After of %i has passed', status => {
    const { market, scheduler, sent, requests } = createWorld({
      request: url =>
        url.endsWith('time') && sent.length === 1
          ? answer$(status, { code: -1003, msg: 'Too much request weight used' }, { 'Retry-After': '7' })
          : answer$(200, { serverTime: 5 }),
    })
    const first = watch(market.serverTime$())
    scheduler.advanceBy(1)
    expect(requests()).toMatchObject({ blockedUntil: START + 7_000, failed: 1 })
    const second = watch(market.serverTime$())
    scheduler.advanceBy(6_990)
    expect(sent).toHaveLength(1)
    scheduler.advanceBy(20)
    expect([first.events, second.events]).toEqual([[5], [5]])
    expect(sent.map(({ at }) => at)).toEqual([0, 7_000, 7_000])
  })

  it('does not repeat a rejected request', () => {
    const { market, scheduler, sent, errors } = createWorld()
    const { terminations } = watch(market.depthSnapshot$('NOPEUSDT'))
    scheduler.advanceBy(MINUTE)
    expect(terminations).toMatchObject([
      {
        code: 'REQUEST_REJECTED',
        status: 400,
        reason: -1121,
        message:
          'the exchange rejected depthSnapshot NOPEUSDT: Invalid symbol. (code -1121, HTTP status 400)',
      },
    ])
    expect({ sent: sent.length, errors }).toEqual({ sent: 1, errors: [] })
  })

  it.each([
    ['no JSON', '<html>', 'the answer should be JSON'],
    ['a missing field', { lastUpdateId: 1, bids: [] }, 'asks should be'],
    ['a number for a decimal', { lastUpdateId: 1, bids: [[1, '2']], asks: [] }, 'bids.0.0 should be'],
  ])('rejects an answer with %s', (_, body, problem) => {
    const { market, scheduler } = createWorld({ request: () => answer$(200, body) })
    const { terminations } = watch(market.depthSnapshot$('BTCUSDT'))
    scheduler.advanceBy(1)
    expect(terminations).toMatchObject([
      {
        code: 'DECODE_FAILED',
        query: { kind: 'depthSnapshot' },
        message: expect.stringContaining(problem) as string,
      },
    ])
  })

  it('rejects a response of another shape at once', () => {
    const { market, scheduler } = createWorld({
      request: () => of({ status: 200 } as unknown as HttpResponse),
    })
    const { terminations } = watch(market.serverTime$())
    scheduler.advanceBy(1)
    expect(terminations).toMatchObject([{ code: 'INVALID_OPTION', option: 'request' }])
  })
})
