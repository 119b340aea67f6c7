import { merge, type Observable } from 'rxjs'
import type { Gap, Trade } from '../../src/index.js'
import { createWorld, watch } from '../world.js'

const isGap = (item: { readonly type: string }): item is Gap => item.type === 'gap'

/** Trade ids, with `[first..last]` for a gap. */
const account = (items: readonly (Trade | Gap)[]): (number | string)[] =>
  items.map(item =>
    isGap(item) ? `[${(item.after ?? NaN) + 1}..${(item.before ?? NaN) - 1}]` : item.tradeId,
  )

/** Whether each id from the first to the last is delivered once and in order, or inside a gap. */
function expectComplete(items: readonly (Trade | Gap)[]): void {
  let last: number | undefined
  for (const item of items) {
    if (isGap(item)) {
      expect(item).toMatchObject({ after: last, state: 'lost' })
      expect(item.missing).toBe((item.before ?? NaN) - (item.after ?? NaN) - 1)
      last = (item.before ?? NaN) - 1
    } else {
      if (last !== undefined) expect(item.tradeId).toBe(last + 1)
      last = item.tradeId
    }
  }
}

function createGapWorld(mirror = 1) {
  const world = createWorld({ mirror })
  const gaps: Gap[] = []
  world.market.gaps$.subscribe(gap => gaps.push(gap))
  return { ...world, gaps }
}

describe('gaps', () => {
  it("reports a drop's gap in its place and on gaps$", () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(10_000)
    const dropped = scheduler.now()
    exchange.faults.drop()
    scheduler.advanceBy(20_000)
    const [gap, ...others] = events.filter(isGap)
    expect(others).toEqual([])
    expect(gap).toMatchObject({
      type: 'gap',
      channel: { kind: 'trade', symbol: 'BTCUSDT' },
      cause: 'disconnect',
      state: 'lost',
    })
    expect(gap?.missing).toBeGreaterThan(0)
    expect(gap?.since).toBeLessThanOrEqual(dropped)
    expect(gap?.until).toBeGreaterThan(dropped)
    expectComplete(events)
    expect(gaps).toEqual([{ ...gap, state: 'open' }, gap])
  })

  it('reports frames that the exchange skipped, exactly', () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 3 })
    scheduler.advanceBy(10_000)
    expect(events.filter(isGap)).toMatchObject([{ cause: 'loss', missing: 3 }])
    expectComplete(events)
    expect(gaps.map(({ state }) => state)).toEqual(['open', 'lost'])
  })

  it('delivers a repeated event once, and reports it', () => {
    const { market, scheduler, exchange, errors, gaps } = createGapWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.repeat({ stream: 'btcusdt@trade', count: 2 })
    scheduler.advanceBy(10_000)
    expectComplete(events)
    expect(gaps).toEqual([])
    expect(errors).toMatchObject([{ code: 'OUT_OF_ORDER' }, { code: 'OUT_OF_ORDER' }])
  })

  it('drops an event that comes late, and reports it missing', () => {
    const { market, scheduler, exchange, errors } = createGapWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.reorder({ stream: 'btcusdt@trade', count: 1 })
    scheduler.advanceBy(10_000)
    const [gap] = events.filter(isGap)
    expect(gap).toMatchObject({ cause: 'loss', missing: 1 })
    expect(errors).toMatchObject([
      {
        code: 'OUT_OF_ORDER',
        channel: { kind: 'trade' },
        eventId: gap?.before && gap.before - 1,
        lastId: gap?.before,
      },
    ])
    expectComplete(events)
  })

  it.each([
    [false, 1],
    [true, 1],
    [false, 2],
    [true, 2],
  ])(
    'reports a restart of the exchange as a reset, keepConnections: %s, mirror: %s',
    (keepConnections, mirror) => {
      const { market, scheduler, exchange, gaps, errors } = createGapWorld(mirror)
      const trades = watch(market.trade$('BTCUSDT', { gaps: true })).events
      const others = [
        market.aggTrade$('BTCUSDT', { gaps: true }),
        market.depthDiff$('BTCUSDT', { gaps: true }),
        market.bookTicker$('BTCUSDT', { gaps: true }),
        market.depth$('BTCUSDT', { gaps: true }),
        market.kline$('BTCUSDT', '1h', { gaps: true }),
      ].map((each$: Observable<{ readonly type: string }>) => watch(each$).events)
      scheduler.advanceBy(10_000)
      exchange.faults.restart({ keepConnections })
      scheduler.advanceBy(30_000)
      const opened = gaps.filter(({ state }) => state === 'open')
      expect(opened.map(({ channel }) => channel.kind).sort()).toEqual([
        'aggTrade',
        'bookTicker',
        'depth',
        'depthDiff',
        'kline',
        'trade',
      ])
      expect(new Set(opened.map(({ cause }) => cause))).toEqual(new Set(['reset']))
      const resetAt = trades.findIndex(isGap)
      expect(trades[resetAt]).toMatchObject({
        cause: 'reset',
        state: 'lost',
        before: (trades[resetAt + 1] as Trade).tradeId,
      })
      expect(trades[resetAt]).not.toHaveProperty('missing')
      expectComplete(trades.slice(0, resetAt))
      expectComplete(trades.slice(resetAt + 1))
      expect(trades.length - resetAt).toBeGreaterThan(50)
      // None is silent afterwards.
      for (const events of others) expect(events.length - events.findIndex(isGap)).toBeGreaterThan(10)
      // States without a time prove a restart on one session by ten of them.
      const silent = errors.map(error => error.code)
      expect(silent).toEqual(Array(keepConnections ? mirror * 18 : 0).fill('OUT_OF_ORDER'))
    },
  )

  it('sends gaps to subscriptions that request them, events to all', () => {
    const { market, scheduler, exchange } = createGapWorld()
    const all = watch(market.events$)
    const plain = watch(market.trade$('BTCUSDT'))
    const marked = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    expect(marked.events.filter(isGap).length).toBe(1)
    expect(marked.events.filter(item => !isGap(item))).toEqual(plain.events)
    expect(all.events).toEqual(plain.events)
  })

  it('does not send a gap that began before the subscription', () => {
    const { market, scheduler, exchange } = createGapWorld()
    const early = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.drop()
    scheduler.advanceBy(100)
    const late = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(10_000)
    expect(early.events.filter(isGap).length).toBe(1)
    expect(late.events.filter(isGap)).toEqual([])
    expect(account(late.events)).toEqual(account(early.events).slice(-late.events.length))
  })

  it('reports no gap where a drop has cost nothing', () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    const { events } = watch(market.kline$('BTCUSDT', '1h', { gaps: true }))
    scheduler.advanceBy(10_000)
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    expect(events.length).toBeGreaterThan(5)
    expect(gaps).toEqual([])
  })

  it('reports the closes of klines that a drop has cost', () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    const { events } = watch(market.kline$('BTCUSDT', '1s'))
    scheduler.advanceBy(10_500)
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    const closes = events.filter(({ isClosed }) => isClosed).map(({ openTime }) => openTime)
    const missing = ((closes.at(-1) ?? 0) - (closes[0] ?? 0)) / 1_000 + 1 - closes.length
    expect(missing).toBeGreaterThan(0)
    expect(gaps[0]).toMatchObject({ channel: { kind: 'kline' }, cause: 'disconnect', state: 'open', missing })
  })

  it('reports a span of time for states', () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    merge(market.ticker$('BTCUSDT'), market.bookTicker$('BTCUSDT')).subscribe()
    scheduler.advanceBy(10_000)
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    const ended = gaps.filter(({ state }) => state === 'lost')
    expect(ended.map(({ channel }) => channel.kind).sort()).toEqual(['bookTicker', 'ticker'])
    for (const gap of ended) {
      expect(gap).not.toHaveProperty('missing')
      expect(gap.until - gap.since).toBeGreaterThan(500)
    }
  })

  it('reports what it missed of streams that the exchange forgot', () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    const tickers = watch(market.ticker$(['BTCUSDT', 'ETHUSDT'], { gaps: true })).events
    merge(market.bookTicker$('BTCUSDT'), market.depth$('BTCUSDT'), market.trade$('BTCUSDT')).subscribe()
    scheduler.advanceBy(10_000)
    const forgotten = scheduler.now()
    exchange.faults.forget('btcusdt@*')
    scheduler.advanceBy(30_000)
    const opened = gaps.filter(({ state }) => state === 'open')
    expect(opened.map(({ channel }) => channel.kind).sort()).toEqual([
      'bookTicker',
      'depth',
      'ticker',
      'trade',
    ])
    for (const gap of opened) {
      expect(gap.cause).toBe('loss')
      expect(gap.since).toBeLessThanOrEqual(forgotten)
      expect(gap.until - gap.since).toBeGreaterThan(15_000)
      expect('missing' in gap).toBe(gap.channel.kind === 'trade')
    }
    expect(gaps.length).toBe(2 * opened.length)
    expect(tickers.filter(isGap)).toMatchObject([
      { channel: { symbol: 'BTCUSDT' }, cause: 'loss', state: 'lost' },
    ])
    // Of a later drop, the cause is the drop.
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    expect(tickers.filter(isGap).map(({ cause }) => cause)).toEqual(['loss', 'disconnect', 'disconnect'])
  })

  it('numbers the gaps of a market', () => {
    const { market, scheduler, exchange, gaps } = createGapWorld()
    merge(market.trade$('BTCUSDT'), market.ticker$('ETHUSDT')).subscribe()
    for (let drop = 0; drop < 2; drop++) {
      scheduler.advanceBy(10_000)
      exchange.faults.drop()
    }
    scheduler.advanceBy(10_000)
    expect(gaps.map(({ id }) => id)).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
  })

  it('completes gaps$ on close', async () => {
    const { market } = createGapWorld()
    const { terminations } = watch(market.gaps$)
    await market.close()
    expect(terminations).toEqual(['complete'])
  })

  it.each([[{ gaps: 1 }], [{ gaps: 'yes' }], [{ gap: true }]])('rejects the option %j', options => {
    const { market } = createGapWorld()
    expect(() => market.trade$('BTCUSDT', options as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_CHANNEL',
        message: expect.stringContaining('gaps') as unknown,
      }) as Error,
    )
  })
})
