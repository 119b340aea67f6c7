/** Backfill on an embedded exchange, in memory and in virtual time. */
import { defer, map } from 'rxjs'
import type { AggTrade, Channel, Gap, Kline, LiveOptions, Market, Trade } from '../../src/index.js'
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js'
import { createWorld, watch } from '../world.js'

type Item = Trade | AggTrade | Kline | Gap

const isGap = (item: { readonly type: string }): item is Gap => item.type === 'gap'

function createBackfillWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const world = createWorld({ backfill: true, ...options }, exchangeOptions)
  const gaps: Gap[] = []
  world.market.gaps$.subscribe(gap => gaps.push(gap))
  const states = () => gaps.map(({ state }) => state)
  return { ...world, gaps, states }
}

const channels: readonly (readonly [string, (market: Market) => Channel & { symbol: string }])[] = [
  ['trade', () => ({ kind: 'trade', symbol: 'BTCUSDT' })],
  ['aggTrade', () => ({ kind: 'aggTrade', symbol: 'BTCUSDT' })],
  ['kline', () => ({ kind: 'kline', symbol: 'BTCUSDT', freq: '1s', timeZone: '+00:00' })],
]

/** The ids of trades; the open seconds of klines that closed. */
function idsOf(items: readonly Item[]): number[] {
  return items.flatMap(item => {
    if (item.type === 'trade') return [item.tradeId]
    if (item.type === 'aggTrade') return [item.aggregateTradeId]
    return item.type === 'kline' && item.isClosed ? [item.openTime / 1_000] : []
  })
}

/** Each id once and in order, or inside a gap of the stream. */
function expectComplete(items: readonly Item[]): void {
  const expected: number[] = []
  let next = NaN
  for (const item of items) {
    if (isGap(item)) next = (item.before as number) / (item.channel.kind === 'kline' ? 1_000 : 1)
    else
      for (const id of idsOf([item])) {
        if (Number.isNaN(next)) next = id
        expected.push(next++)
      }
  }
  expect(idsOf(items)).toEqual(expected)
}

/** A response without the trades so many after an id. */
function without(body: string, lacking: readonly number[], after: number, limit: number): string {
  const rows = JSON.parse(body) as { readonly id: number }[]
  return JSON.stringify(rows.filter(({ id }) => !lacking.includes(id - after)).slice(0, limit))
}

const limitOf = (url: string): number => Number(new URL(url).searchParams.get('limit'))

const idsBetween = (after = 0, before = 0): number[] =>
  Array.from({ length: before - after - 1 }, (_, index) => after + 1 + index)

const watchChannel = (market: Market, channel: Channel, options: object = {}) =>
  watch(market.channel$(channel, { gaps: true, ...options }) as never as ReturnType<Market['trade$']>)

describe.each(channels)('backfill of %s', (kind, channelOf) => {
  const run = (fault: (exchange: Exchange) => void, options: LiveOptions = {}) => {
    const world = createBackfillWorld(options)
    const { events } = watchChannel(world.market, channelOf(world.market))
    world.scheduler.advanceBy(10_000)
    fault(world.exchange)
    world.scheduler.advanceBy(60_000)
    return { ...world, events: events as Item[] }
  }

  it('loses nothing and repeats nothing through a drop', () => {
    const { events, states, errors } = run(exchange => exchange.faults.drop())
    expect(events.filter(isGap)).toEqual([])
    expectComplete(events)
    expect(events.filter(item => 'backfilled' in item).length).toBeGreaterThan(0)
    expect(states()).toEqual(['open', 'filled'])
    expect(errors).toEqual([])
  })

  it('waits for a history that lags, fails and is late', () => {
    const { events, states } = run(exchange => {
      exchange.faults.drop()
      exchange.faults.restError({ status: 503, count: 2 })
      exchange.faults.restDelay({ delay: 3_000, count: 3 })
    })
    expect(events.filter(isGap)).toEqual([])
    expectComplete(events)
    expect(states()).toEqual(['open', 'filled'])
  })

  it('reports a failed backfill, and continues', () => {
    const { events, gaps, scheduler } = run(exchange => {
      exchange.faults.drop()
      exchange.faults.restHang({ count: 100 })
    })
    const [gap, ...others] = events.filter(isGap)
    expect(others).toEqual([])
    expect(gap).toMatchObject({ state: 'lost', cause: 'backfillFailed', channel: { kind } })
    expectComplete(events)
    expect(gaps).toEqual([{ ...gap, state: 'open', cause: 'disconnect' }, gap])
    expect(scheduler.now() - (events.at(-1) as Trade).receivedAt).toBeLessThan(5_000)
  })

  it('limits the number of waiting events', () => {
    const { events } = run(
      exchange => {
        exchange.faults.drop()
        exchange.faults.restHang({ count: 1 })
      },
      { backfill: { capacity: 3 } },
    )
    expect(events.filter(isGap)).toMatchObject([{ state: 'lost', cause: 'overflow' }])
    expectComplete(events)
  })
})

describe('backfill', () => {
  it('fills frames that the exchange skipped', () => {
    const { market, scheduler, exchange, gaps } = createBackfillWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 3 })
    scheduler.advanceBy(10_000)
    expectComplete(events)
    expect(events.filter(item => 'backfilled' in item).length).toBe(3)
    expect(gaps).toMatchObject([
      { cause: 'loss', state: 'open', missing: 3 },
      { cause: 'loss', state: 'filled', missing: 3 },
    ])
  })

  it('is chosen by the subscription, and shares the stream with others', () => {
    const { market, scheduler, exchange, states, subscribed } = createBackfillWorld({ backfill: false })
    const plain = watch(market.trade$('BTCUSDT', { gaps: true })).events
    const filled = watch(market.trade$('BTCUSDT', { gaps: true, backfill: true })).events
    scheduler.advanceBy(5_000)
    expect(subscribed()).toEqual(['btcusdt@trade'])
    exchange.faults.drop()
    scheduler.advanceBy(20_000)
    expect(plain.filter(isGap)).toMatchObject([{ state: 'lost', cause: 'disconnect' }])
    expect(filled.filter(isGap)).toEqual([])
    expectComplete(filled)
    expect(plain.filter(item => 'backfilled' in item)).toEqual([])
    expect(states()).toEqual(['open', 'filled'])
  })

  it('leaves lost what another connection has lost', () => {
    const { market, scheduler, exchange, gaps } = createBackfillWorld({
      backfill: false,
      pool: { maxConnections: 2 },
    })
    watch(market.trade$('BTCUSDT', { gaps: true, connection: 0 }))
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true, backfill: true, connection: 1 }))
    scheduler.advanceBy(5_000)
    // The other one has received just as much.
    exchange.faults.stutter({ pause: 6_000, flow: 500, connection: 'newest', for: 6_000 })
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 1, connection: 'oldest' })
    scheduler.advanceBy(10_000)
    expect(gaps).toMatchObject([
      { channel: { connection: 0 }, state: 'open' },
      { channel: { connection: 0 }, state: 'lost' },
    ])
    expectComplete(events)
  })

  it('overrides the market with backfill: false', () => {
    const { market, scheduler, exchange, states } = createBackfillWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true, backfill: false }))
    scheduler.advanceBy(5_000)
    exchange.faults.drop()
    scheduler.advanceBy(20_000)
    expect(events.filter(isGap)).toMatchObject([{ state: 'lost' }])
    expect(states()).toEqual(['open', 'lost'])
  })

  it('emits backfilled events on events$, and no gaps', () => {
    const { market, scheduler, exchange } = createBackfillWorld()
    const all = watch(market.events$).events
    const { events } = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.drop()
    scheduler.advanceBy(20_000)
    const byId = (a: Item, b: Item) => (idsOf([a])[0] ?? 0) - (idsOf([b])[0] ?? 0)
    expect([...(all as Item[])].sort(byId)).toEqual(events)
  })

  it('fills several streams after one drop, and after two', () => {
    const { market, scheduler, exchange } = createBackfillWorld()
    const trades = watch(market.trade$('BTCUSDT', { gaps: true })).events
    const others = watch(market.trade$('ETHUSDT', { gaps: true })).events
    const klines = watch(market.kline$('BTCUSDT', '1s', { gaps: true })).events
    scheduler.advanceBy(5_000)
    for (const pause of [2_000, 20_000]) {
      exchange.faults.drop()
      scheduler.advanceBy(pause)
    }
    for (const events of [trades, others, klines] as Item[][]) {
      expect(events.filter(isGap)).toEqual([])
      expectComplete(events)
    }
  })

  it.each([0, 1, 400, 2_000])('leaves nothing behind when closed %d ms after a gap', after => {
    const { market, scheduler, exchange, states } = createBackfillWorld()
    const { events, terminations } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.restHang({ count: 100 })
    exchange.faults.drop()
    while (states().length === 0) scheduler.advanceBy(10)
    scheduler.advanceBy(after)
    void market.close()
    expectComplete(events)
    expect(terminations).toEqual(['complete'])
    expect(states()).toEqual(['open', 'lost'])
    scheduler.advanceBy(10_000)
    expect(exchange.connections).toEqual([])
  })

  it('ends the gap when the last subscriber unsubscribes meanwhile', () => {
    const { market, scheduler, exchange, states } = createBackfillWorld()
    const { subscription } = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.restHang({ count: 100 })
    exchange.faults.drop()
    while (states().length === 0) scheduler.advanceBy(10)
    subscription.unsubscribe()
    expect(states()).toEqual(['open', 'lost'])
  })

  it.each([
    ['first', 'unsubscribes', 'partial'],
    ['last', 'unsubscribes', 'filled'],
    ['first', 'closes the market', 'partial'],
    ['last', 'closes the market', 'filled'],
  ] as const)(
    'emits the %s fetched event on events$ before its subscriber, which %s, ends the gap',
    (which, action, state) => {
      const { market, scheduler, exchange, gaps } = createBackfillWorld()
      const steps: (number | string)[] = []
      market.events$.subscribe(event => {
        if (event.type === 'trade' && event.backfilled === true) steps.push(event.tradeId)
      })
      market.gaps$.subscribe(gap => steps.push(gap.state))
      const subscription = market.trade$('BTCUSDT').subscribe(({ tradeId, backfilled }) => {
        const { after = 0, before = 0 } = gaps[0] ?? {}
        if (backfilled !== true || tradeId !== (which === 'first' ? after + 1 : before - 1)) return
        if (action === 'unsubscribes') subscription.unsubscribe()
        else void market.close()
      })
      scheduler.advanceBy(5_000)
      exchange.faults.skip({ stream: 'btcusdt@trade', count: 3 })
      scheduler.advanceBy(10_000)
      const [opened, ended] = gaps as [Gap, Gap]
      const fetched = idsBetween(opened.after, opened.before)
      expect(fetched.length).toBeGreaterThan(1)
      expect(steps).toEqual(['open', ...(which === 'first' ? fetched.slice(0, 1) : fetched), state])
      expect(ended.missing).toBe(which === 'first' ? fetched.length - 1 : fetched.length)
    },
  )

  it('reports each failed request, also without a retry', () => {
    const { market, scheduler, exchange, errors, states } = createBackfillWorld({
      reconnect: { maxAttempts: 1 },
    })
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.restError({ status: 503, count: 2 })
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 1 })
    scheduler.advanceBy(10_000)
    expect(states()).toEqual(['open', 'filled'])
    expect(errors.map(({ code }) => code)).toEqual(['REQUEST_FAILED', 'REQUEST_FAILED'])
  })

  it('waits as long where the clock is set back', () => {
    const { market, scheduler, exchange, states } = createBackfillWorld({ backfill: { maxDelay: 5_000 } })
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.restHang({ count: 100 })
    exchange.faults.drop()
    while (states().length === 0) scheduler.advanceBy(10)
    scheduler.stepClock(-3_600_000)
    scheduler.advanceBy(4_900)
    expect(states()).toEqual(['open'])
    scheduler.advanceBy(200)
    expect(states()).toEqual(['open', 'lost'])
  })

  it('does not end subscribers that return in their error handlers', () => {
    const { market, scheduler, exchange } = createBackfillWorld({ reconnect: false })
    const codes: unknown[] = []
    const events: Trade[] = []
    const subscribe = (): void => {
      market.trade$(['BTCUSDT', 'ETHUSDT']).subscribe({
        next: trade => events.push(trade),
        error: (error: { readonly code: string }) => {
          codes.push(error.code)
          subscribe()
        },
      })
    }
    subscribe()
    scheduler.advanceBy(5_000)
    exchange.faults.drop()
    scheduler.advanceBy(1_000)
    expect(codes).toEqual(['RECONNECT_FAILED'])
    events.length = 0
    scheduler.advanceBy(10_000)
    expect(new Set(events.map(({ symbol }) => symbol))).toEqual(new Set(['BTCUSDT', 'ETHUSDT']))
  })

  it('fills what rotations lose, once', () => {
    const { market, scheduler, exchange, states } = createBackfillWorld(
      { rotation: { after: 5_000 } },
      { latency: 20 },
    )
    const watched = channels.map(([, channel]) => watchChannel(market, channel(market)))
    let rotations = 0
    let drops = 0
    market.connection$.subscribe(({ type }) => {
      if (type !== 'rotating' || ++rotations % 2 === 0) return
      // Before the new session carries anything.
      scheduler.schedule(() => {
        drops++
        exchange.faults.reset({ connection: 'oldest' })
      }, 30)
    })
    for (let second = 0; second < 40; second++) {
      if (second % 7 === 6) exchange.faults.skip({ stream: 'btcusdt@*', count: 3 })
      scheduler.advanceBy(1_000)
    }
    exchange.faults.clear()
    scheduler.advanceBy(2_000)
    expect(drops).toBeGreaterThan(2)
    expect(rotations).toBeGreaterThan(drops)
    expect(states()).toContain('filled')
    expect(states()).not.toContain('lost')
    for (const { events, terminations } of watched) {
      expect(events.filter(isGap)).toEqual([])
      expectComplete(events)
      expect(terminations).toEqual([])
    }
  })

  it('fetches what a history that forgets still has', () => {
    const { market, scheduler, exchange, gaps, errors } = createBackfillWorld(
      { reconnect: { initialDelay: 1_000, maxAttempts: Infinity } },
      { symbols: [{ symbol: 'BTCUSDT', tradesPerSecond: 100 }] },
    )
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    const accept = exchange.faults.refuse()
    exchange.faults.drop()
    scheduler.advanceBy(20_000)
    accept()
    scheduler.advanceBy(20_000)
    expectComplete(events)
    expect(events.filter(item => 'backfilled' in item).length).toBeGreaterThan(700)
    expect(gaps.map(({ state }) => state)).toEqual(['open', 'partial'])
    expect(gaps[1]).toMatchObject({ after: gaps[0]?.after, cause: 'backfillFailed' })
    expect(scheduler.now() - (events.at(-1) as Trade).receivedAt).toBeLessThan(1_000)
    expect(errors).toEqual([])
  })

  it.each([
    ['the first', [1, 2]],
    ['the last', [8, 9]],
    ['those in the middle', [3, 4]],
    ['two groups', [2, 3, 6]],
    ['all', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])('goes on in a few seconds where history lacks %s', (_, lacking) => {
    const { exchange, scheduler, gaps, market } = createBackfillWorld({
      request: (url, options) =>
        defer(() => exchange.request$(url.replace(/limit=\d+/, 'limit=1000'), options)).pipe(
          map(response => ({
            ...response,
            body: without(response.body, lacking, gaps[0]?.after as number, limitOf(url)),
          })),
        ),
    })
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 9 })
    scheduler.advanceBy(15_000)
    const missing = lacking.map(n => (gaps[0]?.after as number) + n)
    const received = idsOf(events)
    expect(received.filter(id => missing.includes(id))).toEqual([])
    expect(events.filter(item => 'backfilled' in item).length).toBe(9 - missing.length)
    const inStream = events.filter(isGap)
    expect(inStream.flatMap(({ after, before }) => idsBetween(after, before))).toEqual(missing)
    expectComplete(events)
    expect(gaps.filter(({ state }) => state !== 'open')).toEqual(inStream)
    expect(received.at(-1)).toBeGreaterThan((gaps[0]?.before as number) + 5)
  })

  it.each(['stream', 'gaps$'] as const)(
    'ends a gap once whose last subscriber leaves as the %s shows what history lacks',
    place => {
      const { market, exchange, scheduler, gaps } = createBackfillWorld({
        request: (url, options) =>
          defer(() => exchange.request$(url, options)).pipe(
            map(response => ({
              ...response,
              body: without(response.body, [1, 2], gaps[0]?.after as number, limitOf(url)),
            })),
          ),
      })
      const fetched: number[] = []
      market.events$.subscribe(event => {
        if (event.type === 'trade' && event.backfilled === true) fetched.push(event.tradeId)
      })
      const received: Gap[] = []
      const subscription = market.trade$('BTCUSDT', { gaps: true }).subscribe(item => {
        if (!isGap(item)) return
        received.push(item)
        if (place === 'stream') subscription.unsubscribe()
      })
      if (place === 'gaps$')
        market.gaps$.subscribe(({ state }) => {
          if (state !== 'open') subscription.unsubscribe()
        })
      scheduler.advanceBy(5_000)
      exchange.faults.skip({ stream: 'btcusdt@trade', count: 9 })
      scheduler.advanceBy(15_000)
      expect(gaps.map(({ id, state }) => [id, state])).toEqual([
        [gaps[0]?.id, 'open'],
        [gaps[0]?.id, 'partial'],
      ])
      expect(received).toEqual(place === 'stream' ? gaps.slice(1) : [])
      expect(fetched).toEqual([gaps[1]?.before])
    },
  )

  it('asks again after 250 ms for what a full page lacks', () => {
    const askedAt: number[] = []
    const { market, exchange, scheduler, gaps } = createBackfillWorld({
      request: (url, options) =>
        defer(() => {
          askedAt.push(scheduler.now())
          return exchange.request$(url.replace(/limit=\d+/, 'limit=1000'), options)
        }).pipe(
          map(response => ({
            ...response,
            body: without(response.body, [3, 4], gaps[0]?.after as number, limitOf(url)),
          })),
        ),
    })
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    // Until history has more trades than the client asks for.
    exchange.faults.restError({ status: 503, for: 5_000 })
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 9 })
    while (!gaps.some(({ state }) => state === 'partial')) scheduler.advanceBy(1)
    expect(gaps[1]?.missing).toBe(2)
    const [previous = NaN, last = NaN] = askedAt.slice(-2)
    expect(last - previous).toBeGreaterThanOrEqual(250)
  })

  describe.each(['stream', 'gaps$'] as const)('of a market that is closed as the %s shows a gap', place => {
    /** Nine trades do not arrive, and history lacks some. Each gap that ends closes the market. */
    const closeAtGaps = (lacking: readonly number[]) => {
      const { market, exchange, scheduler, gaps } = createBackfillWorld({
        backfill: { maxDelay: 3_000 },
        request: (url, options) =>
          defer(() => exchange.request$(url, options)).pipe(
            map(response => ({
              ...response,
              body: without(response.body, lacking, gaps[0]?.after as number, limitOf(url)),
            })),
          ),
      })
      const close = (): void => void market.close()
      if (place === 'gaps$') market.gaps$.subscribe(({ state }) => state !== 'open' && close())
      const events: Item[] = []
      market.trade$('BTCUSDT', { gaps: true }).subscribe(item => {
        events.push(item)
        if (place === 'stream' && isGap(item)) close()
      })
      scheduler.advanceBy(5_000)
      exchange.faults.skip({ stream: 'btcusdt@trade', count: 9 })
      scheduler.advanceBy(15_000)
      const after = gaps[0]?.after as number
      const ended = gaps.filter(({ state }) => state !== 'open')
      const parts = ended.map(gap => [(gap.after as number) - after, (gap.before as number) - after])
      return { events, ended, parts }
    }

    it('ends the rest once where history goes on inside', () => {
      const { events, ended, parts } = closeAtGaps([1, 2])
      expect(parts).toEqual([
        [0, 3],
        [3, 10],
      ])
      expect(events.filter(isGap)).toEqual(ended)
      expectComplete(events)
    })

    it('ends no rest of which nothing is missing', () => {
      const { events, ended, parts } = closeAtGaps([1, 2, 3, 4, 5, 6, 7, 8])
      expect(parts).toEqual([[0, 9]])
      expect(events.filter(isGap)).toEqual(ended)
      expectComplete(events)
    })

    it('emits what waited after the gap', () => {
      const { events, ended, parts } = closeAtGaps([1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(parts).toEqual([[0, 10]])
      expect(events.filter(isGap)).toEqual(ended)
      expectComplete(events)
      expect(events.at(-1)).toMatchObject({ type: 'trade' })
    })
  })

  it('loses the gap of a reset', () => {
    const { market, scheduler, exchange, gaps } = createBackfillWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.corrupt('btcusdt@trade', frame => ({ ...frame, t: 5 }), 1)
    scheduler.advanceBy(5_000)
    expect(events.filter(isGap)[0]).toMatchObject({ cause: 'reset', state: 'lost' })
    expect(gaps.filter(({ state }) => state === 'open').length * 2).toBe(gaps.length)
  })

  it.each([false, true])('goes on after a restart of the exchange, keepConnections: %s', keepConnections => {
    const { market, scheduler, exchange, gaps } = createBackfillWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    const klines = watch(market.kline$('BTCUSDT', '1s', { gaps: true })).events
    scheduler.advanceBy(10_000)
    exchange.faults.restart({ keepConnections })
    scheduler.advanceBy(10_000)
    exchange.faults.drop()
    scheduler.advanceBy(20_000)
    const resetAt = events.findIndex(isGap)
    expect(events.filter(isGap)).toMatchObject([{ cause: 'reset', state: 'lost' }])
    expectComplete(events.slice(0, resetAt))
    expectComplete(events.slice(resetAt + 1))
    // What the drop has cost was fetched from the restarted exchange.
    expect(events.slice(resetAt).filter(item => 'backfilled' in item).length).toBeGreaterThan(0)
    expect(scheduler.now() - (events.at(-1) as Trade).receivedAt).toBeLessThan(2_000)
    expectComplete(klines)
    expect(gaps.filter(({ state }) => state === 'open').length * 2).toBe(gaps.length)
  })

  it('gives up what a restart has wiped', () => {
    const { market, scheduler, exchange } = createBackfillWorld({ backfill: { maxDelay: 5_000 } })
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(10_000)
    exchange.faults.restError({ status: 503, for: 2_000 })
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 3 })
    scheduler.advanceBy(900)
    exchange.faults.restart({ keepConnections: true })
    scheduler.advanceBy(20_000)
    expect(events.filter(isGap).map(({ cause, state }) => `${cause} ${state}`)).toEqual([
      'backfillFailed lost',
      'reset lost',
    ])
    expect(scheduler.now() - (events.at(-1) as Trade).receivedAt).toBeLessThan(2_000)
  })

  it('cannot be an option of channels without history', () => {
    const { market } = createBackfillWorld()
    expect(() => market.channel$({ kind: 'ticker', symbol: 'BTCUSDT' }, { backfill: true })).toThrow(
      expect.objectContaining({ code: 'INVALID_CHANNEL' }) as Error,
    )
    expect(() => market.channel$({ kind: 'ticker', symbol: 'BTCUSDT' }, { history: 5 })).toThrow(
      'history is not possible',
    )
    expect(() => market.trade$('BTCUSDT', { history: 0 })).toThrow('an integer from 1 to 10000')
    expect(() => market.ticker$('BTCUSDT')).not.toThrow()
  })
})
