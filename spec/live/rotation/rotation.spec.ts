import { merge } from 'rxjs'
import { binance, type Gap, type LiveOptions, type Trade, type WebSocketLike } from '../../../src/index.js'
import { createExchange, type ExchangeOptions } from '../../../src/simulator/index.js'
import { VirtualScheduler } from '../../../src/testing/index.js'
import { createWorld, START, watch } from '../../world.js'

function createRotationWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const world = createWorld({ rotation: { after: 5_000 }, ...options }, exchangeOptions)
  const gaps: Gap[] = []
  world.market.gaps$.subscribe(gap => gaps.push(gap))
  return { ...world, gaps }
}

/** The number of trades that are missing, repeated or out of order. */
const breaks = (events: readonly Trade[]): number =>
  events.filter(({ tradeId }, index) => index > 0 && tradeId !== (events[index - 1]?.tradeId ?? NaN) + 1)
    .length

const everyKind$ = (market: ReturnType<typeof createWorld>['market']) =>
  merge(
    market.trade$('BTCUSDT'),
    market.aggTrade$('BTCUSDT'),
    market.bookTicker$('BTCUSDT'),
    market.ticker$('BTCUSDT'),
    market.miniTicker$('BTCUSDT'),
    market.depth$('BTCUSDT'),
    market.depthDiff$('BTCUSDT'),
    market.kline$('BTCUSDT', ['1s', '1m']),
    market.avgPrice$('BTCUSDT'),
    market.allMiniTickers$(),
    market.rollingTicker$('BTCUSDT', '1h'),
  )

describe('rotation', () => {
  it('replaces the session without a gap in any stream', () => {
    const { market, scheduler, exchange, statuses, errors, gaps } = createRotationWorld({}, { latency: 20 })
    const trades = watch(market.trade$('BTCUSDT'))
    everyKind$(market).subscribe()
    scheduler.advanceBy(4_000)
    const [old] = exchange.connections
    scheduler.advanceBy(5_500)
    expect(exchange.connections.length).toBe(1)
    expect(exchange.connections[0]?.id).not.toBe(old?.id)
    expect(statuses.slice(3).map(({ type }) => type)).toEqual(['live', 'rotating', 'live'])
    expect(statuses.find(({ type }) => type === 'rotating')).toMatchObject({ reason: 'age', attempt: 1 })
    scheduler.advanceBy(2_000)
    expect(gaps).toEqual([])
    expect(errors).toEqual([])
    expect(breaks(trades.events)).toBe(0)
  })

  it('delivers the same events as one session does', () => {
    const eventsOf = (options: LiveOptions) => {
      const { market, scheduler } = createRotationWorld(options)
      const { events } = watch(everyKind$(market))
      scheduler.advanceBy(15_000)
      return events
    }
    expect(eventsOf({})).toEqual(eventsOf({ rotation: false }))
  })

  it('closes the old session with 1000', () => {
    const scheduler = new VirtualScheduler(START)
    const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'], scheduler })
    const codes: unknown[] = []
    const connect = (url: string): WebSocketLike => {
      const socket = exchange.connect(url)
      const close = socket.close.bind(socket)
      socket.close = code => {
        codes.push(code)
        close(code)
      }
      return socket
    }
    const market = binance({ connect, scheduler, rotation: { after: 60_000 }, reconnect: { jitter: 0 } })
    market.trade$('BTCUSDT').subscribe()
    scheduler.advanceBy(70_000)
    expect(codes).toEqual([1000])
  })
})

describe('serverShutdown', () => {
  it('rotates at once', () => {
    const { market, scheduler, exchange, statuses, gaps } = createRotationWorld({ rotation: true })
    const trades = watch(market.trade$('BTCUSDT'))
    everyKind$(market).subscribe()
    scheduler.advanceBy(10_000)
    exchange.shutdown({ grace: 10_000 })
    scheduler.advanceBy(100)
    expect(statuses.at(-1)).toMatchObject({ type: 'rotating', reason: 'shutdown' })
    expect(exchange.connections.length).toBe(2)
    scheduler.advanceBy(20_000)
    expect(statuses.at(-1)).toMatchObject({ type: 'live' })
    expect(exchange.attempts).toBe(2)
    expect(gaps).toEqual([])
    expect(breaks(trades.events)).toBe(0)
  })
})

describe('a rotation under faults', () => {
  const worldAt = (options: LiveOptions = {}) => {
    const world = createRotationWorld({ rotation: { after: 10_000 }, ...options }, { latency: 20 })
    const trades = watch(world.market.trade$('BTCUSDT', { gaps: true }))
    return { ...world, trades }
  }

  it('keeps the old session while no new one opens', () => {
    const { market, scheduler, exchange, statuses, gaps, trades } = worldAt()
    market.ticker$('BTCUSDT').subscribe()
    scheduler.advanceBy(9_000)
    exchange.faults.refuse({ count: 3 })
    scheduler.advanceBy(21_000)
    const attempts = statuses.filter(status => status.type === 'rotating')
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 1])
    expect(attempts[1]).toMatchObject({ cause: { code: 'CONNECTION_LOST' } })
    expect(attempts.slice(0, 4).map(({ at }) => at - (attempts[0]?.at ?? NaN))).toEqual([
      0, 1_040, 3_080, 7_120,
    ])
    expect(statuses.filter(({ type }) => type === 'reconnecting')).toEqual([])
    expect(gaps).toEqual([])
    expect(trades.terminations).toEqual([])
  })

  it('gives up a new session without acknowledgements for 30 s', () => {
    const { scheduler, exchange, statuses, gaps } = worldAt()
    scheduler.advanceBy(9_000)
    const clear = exchange.faults.loseAcks(Infinity)
    exchange.faults.silence('*', { connection: 2 })
    scheduler.advanceBy(3_000)
    expect(exchange.connections.length).toBe(2)
    clear()
    scheduler.advanceBy(30_000)
    expect(statuses.filter(({ type }) => type === 'reconnecting')).toEqual([])
    expect(gaps).toEqual([])
  })

  it('reports what the new session lacks after 30 s', () => {
    const { market, scheduler, exchange, gaps } = createRotationWorld({ rotation: { after: 10_000 } })
    const trades = watch(market.trade$('BTCUSDT'))
    const tickers = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    const clear = exchange.faults.silence('btcusdt@ticker', { connection: 'newest' })
    scheduler.advanceBy(29_000)
    expect(exchange.connections.length).toBe(2)
    expect(tickers.events.length).toBeGreaterThan(35)
    scheduler.advanceBy(5_000)
    clear()
    scheduler.advanceBy(5_000)
    const lost = gaps.filter(({ state }) => state === 'lost')
    expect(lost).toMatchObject([{ channel: { kind: 'ticker' }, cause: 'disconnect' }])
    expect(breaks(trades.events)).toBe(0)
  })

  it('continues on the new session after an early drop', () => {
    const { market, scheduler, exchange, statuses, gaps, trades } = worldAt()
    // Quiet, so that the rotation takes its time.
    market.trade$('UNLISTED').subscribe()
    scheduler.advanceBy(10_500)
    expect(exchange.connections.length).toBe(2)
    exchange.faults.drop({ connection: 'oldest' })
    scheduler.advanceBy(5_000)
    expect(exchange.connections.length).toBe(1)
    expect(exchange.attempts).toBe(2)
    expect(statuses.at(-1)).toMatchObject({ type: 'live' })
    expect(gaps).toEqual([])
    expect(trades.terminations).toEqual([])
  })

  it.each([
    ['has opened', 0],
    ['is live', 45],
  ])('reports a drop before the new session %s', (_, delay) => {
    const { scheduler, exchange, statuses, trades } = worldAt()
    while (statuses.at(-1)?.type !== 'rotating') scheduler.advanceBy(5)
    scheduler.advanceBy(delay)
    exchange.faults.reset({ connection: 'oldest' })
    scheduler.advanceBy(5_000)
    const from = statuses.findIndex(({ type }) => type === 'rotating')
    expect(statuses.slice(from).map(({ type }) => type)).toEqual([
      'rotating',
      'closed',
      'reconnecting',
      'connecting',
      'open',
      'subscribing',
      'live',
    ])
    expect(exchange.attempts).toBe(2)
    expect(trades.terminations).toEqual([])
  })

  it('reconnects when both sessions drop', () => {
    const { scheduler, exchange, statuses, gaps } = worldAt()
    scheduler.advanceBy(10_500)
    exchange.faults.drop()
    scheduler.advanceBy(5_000)
    expect(statuses.at(-1)).toMatchObject({ type: 'live' })
    expect(exchange.connections.length).toBe(1)
    expect(gaps.filter(({ state }) => state === 'lost')).toMatchObject([{ cause: 'disconnect' }])
  })

  it('subscribes and unsubscribes on both sessions meanwhile', () => {
    const { market, scheduler, exchange, trades } = worldAt()
    const left = watch(market.ticker$('BTCUSDT'))
    // Holds the rotation up, as the new session does not serve it.
    exchange.faults.silence('btcusdt@avgPrice', { connection: 2 })
    market.avgPrice$('BTCUSDT').subscribe()
    scheduler.advanceBy(11_000)
    left.subscription.unsubscribe()
    const joined = watch(market.aggTrade$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(exchange.connections.map(({ subscriptions }) => [...subscriptions].sort())).toEqual([
      ['btcusdt@aggTrade', 'btcusdt@avgPrice', 'btcusdt@trade'],
      ['btcusdt@aggTrade', 'btcusdt@avgPrice', 'btcusdt@trade'],
    ])
    const ids = joined.events.map(({ aggregateTradeId }) => aggregateTradeId)
    expect(new Set(ids).size).toBe(ids.length)
    trades.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(exchange.connections.flatMap(({ subscriptions }) => subscriptions)).not.toContain('btcusdt@trade')
  })

  it('leaves nothing behind when it is closed meanwhile', async () => {
    for (const wait of [10_000, 10_010, 10_030, 10_500]) {
      const world = createRotationWorld({ rotation: { after: 10_000 } }, { latency: 20 })
      world.market.trade$('BTCUSDT').subscribe()
      world.scheduler.advanceBy(wait + 40)
      const closed = world.market.close()
      world.scheduler.advanceBy(10_000)
      await closed
      expect(world.exchange.connections).toEqual([])
      expect(world.scheduler.pending).toBe(0)
    }
  })

  it('leaves nothing behind when the last subscriber leaves meanwhile', () => {
    const { scheduler, exchange, statuses, trades } = worldAt()
    scheduler.advanceBy(10_150)
    expect(exchange.connections.length).toBe(2)
    trades.subscription.unsubscribe()
    scheduler.advanceBy(5_000)
    expect(statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000 })
    expect(exchange.connections).toEqual([])
    expect(scheduler.pending).toBe(0)
  })

  it('works with reconnect: false', () => {
    const { scheduler, exchange, gaps, trades } = worldAt({ reconnect: false })
    scheduler.advanceBy(60_000)
    expect(exchange.attempts).toBeGreaterThan(3)
    expect(gaps).toEqual([])
    expect(trades.terminations).toEqual([])
    exchange.faults.drop()
    scheduler.advanceBy(1_000)
    expect(trades.terminations).toMatchObject([{ code: 'RECONNECT_FAILED' }])
  })

  it('backs off when every session begins with a shutdown', () => {
    const { market, scheduler, exchange, statuses } = createRotationWorld({ rotation: true })
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    const { length } = exchange.connections
    expect(length).toBe(1)
    exchange.faults.send('{"e":"serverShutdown","E":1770123456789}')
    let known = exchange.attempts
    for (let second = 0; second < 600; second++) {
      scheduler.advanceBy(1_000)
      if (exchange.attempts === known) continue
      known = exchange.attempts
      exchange.faults.send('{"e":"serverShutdown","E":1770123456789}')
    }
    expect(exchange.attempts).toBeLessThan(20)
    expect(statuses.filter(({ type }) => type === 'failed')).toEqual([])
    expect(trades.terminations).toEqual([])
    expect(breaks(trades.events)).toBe(0)
  })
})
