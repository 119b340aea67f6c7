/** Warm starts: history, then live events, on an embedded exchange and on marbles. */
import { map, NEVER, type Observable, of, Subject } from 'rxjs'
import { createMarket, type Gap, shareChannels, type Trade } from '../../src/index.js'
import { aGap, aKline, aTrade, marbles } from '../../src/testing/index.js'
import { createWorld, START, watch } from '../world.js'

const MINUTE = 60_000

describe('history', () => {
  it.each([1, 50, 900])('emits %d past trades, then live ones, consecutively', history => {
    const { market, scheduler } = createWorld()
    scheduler.advanceBy(20 * MINUTE)
    const { events } = watch(market.trade$('BTCUSDT', { history }))
    scheduler.advanceBy(10_000)
    expect(events.filter(trade => trade.backfilled).length).toBeGreaterThanOrEqual(history)
    const first = events[0]?.tradeId ?? NaN
    expect(events.map(trade => trade.tradeId)).toEqual(events.map((_, index) => first + index))
    const live = events.findIndex(trade => trade.backfilled !== true)
    expect(live).toBeGreaterThanOrEqual(history)
    expect(events.slice(live).every(trade => trade.backfilled !== true)).toBe(true)
  })

  it('joins an answer that comes long after live events', () => {
    const { market, scheduler, exchange } = createWorld()
    scheduler.advanceBy(MINUTE)
    exchange.faults.restDelay({ delay: 5_000, count: 1 })
    const { events } = watch(market.aggTrade$('BTCUSDT', { history: 20 }))
    scheduler.advanceBy(4_000)
    expect(events).toEqual([])
    scheduler.advanceBy(10_000)
    const first = events[0]?.aggregateTradeId ?? NaN
    expect(events.map(trade => trade.aggregateTradeId)).toEqual(events.map((_, index) => first + index))
    expect(events.filter(trade => trade.backfilled).length).toBe(20)
  })

  it('joins where a stream opens long after the answer', () => {
    const { market, scheduler, exchange } = createWorld()
    scheduler.advanceBy(MINUTE)
    exchange.faults.refuse({ status: 503, count: 2 })
    const { events } = watch(market.trade$('BTCUSDT', { history: 20 }))
    scheduler.advanceBy(20_000)
    const first = events[0]?.tradeId ?? NaN
    expect(events.map(trade => trade.tradeId)).toEqual(events.map((_, index) => first + index))
    expect(events.length).toBeGreaterThan(20)
  })

  it('drops live events that are older than all of history', () => {
    const { market, scheduler, exchange } = createWorld()
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.stutter({ pause: 6_000, flow: 500 })
    scheduler.advanceBy(4_000)
    const { events } = watch(market.trade$('BTCUSDT', { history: 1 }))
    scheduler.advanceBy(20_000)
    const first = events[0]?.tradeId ?? NaN
    expect(events.length).toBeGreaterThan(10)
    expect(events.map(trade => trade.tradeId)).toEqual(events.map((_, index) => first + index))
  })

  it.each([false, true])('is followed by no gap after a live event that it has (backfill: %s)', backfill => {
    const { market, scheduler, exchange } = createWorld()
    const gaps: Gap[] = []
    market.gaps$.subscribe(gap => gaps.push(gap))
    scheduler.advanceBy(MINUTE)
    // The first live event is older than all of history, so that it is dropped.
    for (const field of ['t', 'T', 'E'])
      exchange.faults.setField({ stream: 'btcusdt@trade', field, value: 1, count: 1 })
    const { events } = watch(market.trade$('BTCUSDT', { history: 20, gaps: true, backfill }))
    scheduler.advanceBy(20_000)
    const first = events[0]?.type === 'trade' ? events[0].tradeId : NaN
    expect(events.map(event => (event.type === 'gap' ? event : event.tradeId))).toEqual(
      events.map((_, index) => first + index),
    )
    expect(events.length).toBeGreaterThan(21)
    expect(gaps[0]).toMatchObject({ after: 1, cause: 'loss' })
    expect(gaps.filter(({ id }) => id === gaps[0]?.id).at(-1)?.state).toBe('lost')
  })

  it('is followed by a reset where the ids begin again', () => {
    const trade = (tradeId: number, tradeTime: number): Trade =>
      aTrade({ tradeId, tradeTime, receivedAt: START })
    const live$ = new Subject<Trade>()
    // The answer comes after the first live event.
    const past = [trade(100, 1_000), trade(101, 1_001)].map(each => ({ ...each, receivedAt: START + 500 }))
    const market = createMarket({
      channel$: shareChannels(() => live$),
      connection$: NEVER,
      errors$: NEVER,
      events$: NEVER,
      query$: () => of(past) as Observable<never>,
      close: () => Promise.resolve(),
    })
    const { events } = watch(market.trade$('BTCUSDT', { history: 2, gaps: true }))
    for (const event of [trade(7, 2_000), trade(8, 2_001)]) live$.next(event)
    expect(events).toMatchObject([
      { tradeId: 100 },
      { tradeId: 101 },
      { type: 'gap', after: 101, before: 7, cause: 'reset', state: 'lost', since: START, until: START },
      { tradeId: 7 },
      { tradeId: 8 },
    ])
  })

  it('has no events of a restarted exchange before live ones of the old', () => {
    const { market, scheduler, exchange } = createWorld()
    scheduler.advanceBy(1_000)
    exchange.faults.restError({ status: 503, count: 1 })
    const { events } = watch(market.trade$('BTCUSDT', { history: 20, gaps: true }))
    scheduler.advanceBy(900)
    exchange.faults.restart({ keepConnections: true })
    scheduler.advanceBy(20_000)
    const resetAt = events.findIndex(({ type }) => type === 'gap')
    const ids = events.flatMap(item => (item.type === 'gap' ? [] : [item.tradeId]))
    expect(events[resetAt]).toMatchObject({ cause: 'reset', state: 'lost' })
    expect(ids.slice(0, resetAt)).toEqual(ids.slice(0, resetAt).map((_, n) => (ids[0] ?? NaN) + n))
    expect(ids.slice(resetAt)).toEqual(ids.slice(resetAt).map((_, n) => (ids[resetAt] ?? NaN) + n))
    expect(ids[0]).toBeGreaterThan(1_000_000)
  })

  it.each([2, 1_200])('emits %d closed klines, then the one that is growing', history => {
    const { market, scheduler } = createWorld()
    scheduler.advanceBy(1_500)
    const { events } = watch(market.kline$('BTCUSDT', '1m', { history }))
    scheduler.advanceBy(3 * MINUTE)
    const past = events.filter(kline => kline.backfilled)
    expect(past.length).toBe(history)
    const closes = events.filter(kline => kline.isClosed).map(kline => kline.openTime)
    expect(closes).toEqual(closes.map((_, index) => (closes[0] ?? NaN) + index * MINUTE))
    expect(closes.length).toBeGreaterThan(history)
  })

  it('is followed by gaps, or by their backfill, as chosen', () => {
    const { market, scheduler, exchange } = createWorld()
    const filled = watch(market.trade$('BTCUSDT', { history: 5, backfill: true, gaps: true })).events
    const plain = watch(market.trade$('BTCUSDT', { history: 5, gaps: true })).events
    scheduler.advanceBy(5_000)
    exchange.faults.drop()
    scheduler.advanceBy(10_000)
    const ids = filled.map(item => (item as Trade).tradeId)
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? NaN) + index))
    expect(plain.filter(({ type }) => type === 'gap')).toMatchObject([{ state: 'lost', cause: 'disconnect' }])
  })

  it('reports a failed request, and continues without history', () => {
    const { market, scheduler, exchange } = createWorld()
    const gaps = watch(market.gaps$).events
    exchange.faults.restHang({ count: 100 })
    const { events } = watch(market.trade$('BTCUSDT', { history: 5, gaps: true }))
    scheduler.advanceBy(40_000)
    const [gap, first] = events as [Gap, Trade]
    expect(gap).toMatchObject({ before: first.tradeId, cause: 'backfillFailed', state: 'lost' })
    expect(gaps).toEqual([gap])
  })

  it('errors with UNSUPPORTED without queries; backfill reports it once', () => {
    const channel = { kind: 'trade', symbol: 'BTCUSDT' } as const
    const gap = aGap({ channel, state: 'open' })
    const feed = {
      channel$: shareChannels(() =>
        of(aTrade({ tradeId: 1 }), gap, aTrade({ tradeId: 3 }), gap, aTrade({ tradeId: 5 })),
      ),
      connection$: NEVER,
      errors$: NEVER,
      events$: NEVER,
      close: () => Promise.resolve(),
    }
    const market = createMarket(feed, { backfill: true })
    const errors = watch(market.errors$).events
    expect(watch(market.trade$('BTCUSDT', { history: 5, backfill: false })).terminations).toMatchObject([
      { code: 'UNSUPPORTED' },
    ])
    expect(errors).toEqual([])
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    const lost = { type: 'gap', cause: 'backfillFailed', state: 'lost', missing: 1 }
    expect(events).toMatchObject([{ tradeId: 1 }, lost, { tradeId: 3 }, lost, { tradeId: 5 }])
    expect(errors).toMatchObject([{ code: 'UNSUPPORTED', kind: 'trades' }])
  })

  it('is drawn in marbles', () =>
    marbles(({ marbleMarket, expectObservable }) => {
      const klines = [0, 1, 2].map(n =>
        aKline({
          openTime: n * MINUTE,
          closeTime: (n + 1) * MINUTE - 1,
          closePrice: n,
          isClosed: true,
        }),
      )
      const market = marbleMarket(
        { kline: { BTCUSDT: '-----a-b|' }, answers: { klines } },
        {
          a: { openTime: 3 * MINUTE, closeTime: 4 * MINUTE - 1, closePrice: 3 },
          b: { openTime: 3 * MINUTE, closeTime: 4 * MINUTE - 1, closePrice: 4, isClosed: true },
        },
      )
      const closes$ = market.kline$('BTCUSDT', '1m', { history: 2 }).pipe(map(kline => kline.closePrice))
      expectObservable(closes$).toBe('(xy)-a-b|', { x: 1, y: 2, a: 3, b: 4 })
    }))
})
