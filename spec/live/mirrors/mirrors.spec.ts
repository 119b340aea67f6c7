import { merge } from 'rxjs'
import { binance, type Gap, type LiveOptions, type RawFrame } from '../../../src/index.js'
import { createExchange, type Exchange, type ExchangeOptions } from '../../../src/simulator/index.js'
import { VirtualScheduler } from '../../../src/testing/index.js'
import { createWorld, START, watch } from '../../world.js'

function createMirrorWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const world = createWorld({ mirror: 2, ...options }, exchangeOptions)
  const gaps: Gap[] = []
  world.market.gaps$.subscribe(gap => gaps.push(gap))
  return { ...world, gaps }
}

/** Whether each id comes once and in order. */
function expectConsecutive(ids: readonly number[]): void {
  const [first = 0] = ids
  expect(ids).toEqual(ids.map((_, index) => first + index))
}

describe('mirrors', () => {
  it('carry every stream twice, and emit each event once', () => {
    const { market, scheduler, exchange, statuses, errors, gaps } = createMirrorWorld()
    const trades = watch(market.trade$('BTCUSDT'))
    const tickers = watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    expect(exchange.connections.map(({ subscriptions }) => [...subscriptions])).toEqual([
      ['btcusdt@trade', 'btcusdt@ticker'],
      ['btcusdt@trade', 'btcusdt@ticker'],
    ])
    expectConsecutive(trades.events.map(({ tradeId }) => tradeId))
    expect(tickers.events.length).toBe(10)
    expect(statuses.at(-1)).toMatchObject({ type: 'live', streams: 2, sessions: 2 })
    expect(errors).toEqual([])
    expect(gaps).toEqual([])
  })

  it('lose nothing while one of them is cut every second', () => {
    const { market, scheduler, exchange, statuses, gaps } = createMirrorWorld({}, { latency: 15 })
    const trades = watch(market.trade$('BTCUSDT'))
    merge(
      market.bookTicker$('BTCUSDT'),
      market.ticker$('BTCUSDT'),
      market.kline$('BTCUSDT', '1s'),
    ).subscribe()
    scheduler.advanceBy(2_000)
    const from = statuses.length
    for (let second = 0; second < 30; second++) {
      if (exchange.connections.length === 2)
        exchange.faults.reset({ connection: second % 2 === 0 ? 'oldest' : 'newest' })
      scheduler.advanceBy(1_000)
    }
    expect(exchange.attempts).toBeGreaterThan(5)
    expect(gaps).toEqual([])
    expectConsecutive(trades.events.map(({ tradeId }) => tradeId))
    expect(new Set(statuses.slice(from).map(({ type }) => type))).toEqual(new Set(['live']))
    expect(trades.terminations).toEqual([])
  })

  it('report only what both sessions have lost', () => {
    const { market, scheduler, exchange, gaps } = createMirrorWorld()
    const { events } = watch(market.trade$('BTCUSDT', { gaps: true }))
    scheduler.advanceBy(5_000)
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 3, connection: 'oldest' })
    scheduler.advanceBy(5_000)
    expect(gaps).toEqual([])
    exchange.faults.skip({ stream: 'btcusdt@trade', count: 4 })
    scheduler.advanceBy(5_000)
    const lost = gaps.filter(({ state }) => state === 'lost')
    expect(lost.map(({ cause }) => cause)).toEqual(lost.map(() => 'loss'))
    const missing = lost.reduce((sum, gap) => sum + (gap.missing ?? NaN), 0)
    const ids = events.flatMap(item => (item.type === 'gap' ? [] : [item.tradeId]))
    expect(missing).toBe((ids.at(-1) ?? NaN) - (ids[0] ?? NaN) + 1 - ids.length)
  })

  it('count attempts only while none is live', () => {
    const { market, scheduler, exchange, statuses } = createMirrorWorld({
      reconnect: { maxAttempts: 2, maxDelay: 1_000 },
    })
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    const clear = exchange.faults.refuse()
    exchange.faults.reset({ connection: 'oldest' })
    scheduler.advanceBy(30_000)
    expect(statuses.at(-1)).toMatchObject({ type: 'live', sessions: 1 })
    expect(trades.terminations).toEqual([])
    clear()
    scheduler.advanceBy(2_000)
    expect(statuses.at(-1)).toMatchObject({ type: 'live', sessions: 2 })
    exchange.faults.refuse()
    exchange.faults.reset()
    scheduler.advanceBy(10_000)
    expect(trades.terminations).toMatchObject([{ code: 'RECONNECT_FAILED' }])
    expect(statuses.at(-1)).toMatchObject({ type: 'failed' })
    expect(scheduler.pending).toBe(0)
  })

  it('go on while the session that is left subscribes to more', () => {
    const { market, scheduler, exchange, statuses } = createMirrorWorld(
      { reconnect: { maxAttempts: 0 } },
      { latency: 20 },
    )
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    const from = statuses.length
    const tickers = watch(market.ticker$('BTCUSDT'))
    exchange.faults.reset({ connection: 'oldest' })
    scheduler.advanceBy(5_000)
    expect(trades.terminations).toEqual([])
    expect(tickers.events.length).toBeGreaterThan(3)
    expect(statuses.slice(from).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['subscribing', 'live']),
    )
    expect(statuses.slice(from)).not.toContainEqual(expect.objectContaining({ type: 'closed' }))
  })

  it('go on with one session where reconnect is false', () => {
    const { market, scheduler, exchange } = createMirrorWorld({ reconnect: false })
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.reset({ connection: 'newest' })
    scheduler.advanceBy(5_000)
    expect(trades.terminations).toEqual([])
    exchange.faults.reset()
    scheduler.advanceBy(5_000)
    expect(trades.terminations).toMatchObject([{ code: 'RECONNECT_FAILED' }])
  })

  it('rotate each, without a gap', () => {
    const { market, scheduler, exchange, gaps } = createMirrorWorld({ rotation: { after: 5_000 } })
    const trades = watch(market.trade$('BTCUSDT'))
    market.bookTicker$('BTCUSDT').subscribe()
    scheduler.advanceBy(20_000)
    expect(exchange.attempts).toBeGreaterThanOrEqual(6)
    expect(gaps).toEqual([])
    expectConsecutive(trades.events.map(({ tradeId }) => tradeId))
  })

  it('report one rotation when both rotate at once', () => {
    const { market, scheduler, exchange, statuses, gaps } = createMirrorWorld({}, { latency: 15 })
    market.trade$('BTCUSDT').subscribe()
    scheduler.advanceBy(5_000)
    const from = statuses.length
    exchange.shutdown({ grace: 20_000 })
    scheduler.advanceBy(10_000)
    expect(exchange.attempts).toBe(4)
    expect(statuses.slice(from)).toMatchObject([
      { type: 'rotating', reason: 'shutdown', attempt: 1 },
      { type: 'live', streams: 1, sessions: 2 },
    ])
    expect(gaps).toEqual([])
  })

  it('are live again after a rotation that a drop ends', () => {
    const { market, scheduler, exchange, statuses } = createMirrorWorld({ rotation: { after: 10_000 } })
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(9_500)
    const from = statuses.length
    const clear = exchange.faults.refuse()
    while (statuses.at(-1)?.type !== 'rotating') scheduler.advanceBy(10)
    exchange.faults.reset({ connection: 'oldest' })
    scheduler.advanceBy(10)
    clear()
    scheduler.advanceBy(20_000)
    const types = statuses.slice(from).map(({ type }) => type)
    expect(types.slice(0, 2)).toEqual(['rotating', 'live'])
    expect(types).not.toContain('closed')
    expect(trades.terminations).toEqual([])
  })

  it('are live again after a rotation that follows one cut short', () => {
    // So that the mirrors rotate one after the other.
    let calls = 0
    const random = (): number => (calls++ % 2 === 0 ? 0.9 : 0)
    const { market, scheduler, exchange, statuses } = createMirrorWorld(
      { rotation: { after: 60_000 }, linger: 0, reconnect: { jitter: 1, random } },
      { latency: 15 },
    )
    const trades = market.trade$('BTCUSDT').subscribe()
    scheduler.advanceBy(5_000)
    exchange.shutdown({ grace: 20_000 })
    while (statuses.at(-1)?.type !== 'rotating') scheduler.advanceBy(5)
    trades.unsubscribe()
    scheduler.advanceBy(25_000)
    market.trade$('BTCUSDT').subscribe()
    scheduler.advanceBy(20_000)
    const from = statuses.length
    scheduler.advanceBy(42_000)
    expect(statuses.slice(from).map(({ type }) => type)).toEqual(['rotating', 'live', 'rotating', 'live'])
  })

  it('report a silent stream only where both are silent, once', () => {
    const { market, scheduler, exchange, errors, gaps } = createMirrorWorld()
    market.trade$('BTCUSDT').subscribe()
    scheduler.advanceBy(1_500)
    exchange.faults.silence('btcusdt@ticker', { connection: 'newest' })
    const tickers = watch(market.ticker$('BTCUSDT'))
    market.ticker$('UNLISTED').subscribe()
    scheduler.advanceBy(130_000)
    expect(tickers.events.length).toBe(130)
    expect(errors).toMatchObject([{ code: 'STREAM_SILENT', channel: { symbol: 'UNLISTED' } }])
    expect(gaps).toEqual([])
  })

  it('record each delivered frame once, in order', () => {
    const { market, scheduler, exchange } = createMirrorWorld()
    const trades = watch(market.trade$('BTCUSDT'))
    const ids: number[] = []
    market.frames$.subscribe(({ bytes }: RawFrame) => {
      ids.push((JSON.parse(new TextDecoder().decode(bytes)) as { data: { t: number } }).data.t)
    })
    scheduler.advanceBy(2_000)
    for (let second = 0; second < 5; second++) {
      exchange.faults.skip({ stream: 'btcusdt@trade', count: 2, connection: second % 2 === 0 ? 1 : 2 })
      scheduler.advanceBy(1_000)
    }
    expect(ids).toEqual(trades.events.map(({ tradeId }) => tradeId))
  })

  it.each([0, 1])(
    'report the close where both end in one instant, %d ms after the last unsubscribe',
    delay => {
      const { market, scheduler, exchange, statuses } = createMirrorWorld()
      const { subscription } = watch(market.trade$('BTCUSDT'))
      scheduler.advanceBy(5_000)
      subscription.unsubscribe()
      scheduler.advanceBy(delay)
      exchange.faults.expire()
      scheduler.advanceBy(2)
      watch(market.trade$('BTCUSDT'))
      scheduler.advanceBy(5_000)
      const types = statuses.map(({ type }) => type)
      expect(types.slice(types.lastIndexOf('closed'))).toEqual([
        'closed',
        'connecting',
        'open',
        'subscribing',
        'live',
        'live',
      ])
    },
  )

  it('leave nothing behind', () => {
    const { market, scheduler, exchange, statuses } = createMirrorWorld()
    const trades = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    exchange.faults.reset({ connection: 'newest' })
    scheduler.advanceBy(100)
    trades.subscription.unsubscribe()
    scheduler.advanceBy(5_000)
    expect(statuses.at(-1)).toMatchObject({ type: 'closed', code: 1000 })
    expect(exchange.connections).toEqual([])
    expect(scheduler.pending).toBe(0)
  })
})

describe('a list of urls', () => {
  /** Two exchanges of one market, by host. */
  function createHosts(options: LiveOptions) {
    const scheduler = new VirtualScheduler(START)
    const hosts = Object.fromEntries(
      ['a', 'b', 'c'].map(name => [
        name,
        createExchange({ seed: 1, symbols: ['BTCUSDT'], scheduler, latency: name === 'b' ? 40 : 5 }),
      ]),
    )
    const market = binance({
      url: ['wss://a', 'wss://b'],
      connect: url => {
        const exchange = hosts[new URL(url).hostname]
        if (exchange === undefined) throw new Error(`no host for ${url}`)
        return exchange.connect(url)
      },
      scheduler,
      reconnect: { jitter: 0 },
      ...options,
    })
    const counts = () => Object.values(hosts).map(({ connections }) => connections.length)
    const { a, b } = hosts as Record<'a' | 'b', Exchange>
    return { scheduler, market, counts, a, b }
  }

  it('gives each mirror its own host', () => {
    const { scheduler, market, counts } = createHosts({ mirror: 2 })
    const trades = watch(market.trade$('BTCUSDT'))
    const gaps = watch(market.gaps$)
    scheduler.advanceBy(10_000)
    expect(counts()).toEqual([1, 1, 0])
    expectConsecutive(trades.events.map(({ tradeId }) => tradeId))
    expect(gaps.events).toEqual([])
  })

  it('is tried in turn after a failure', () => {
    const { scheduler, market, counts, a } = createHosts({})
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    expect(counts()).toEqual([1, 0, 0])
    a.faults.refuse()
    a.faults.reset()
    scheduler.advanceBy(2_000)
    expect(counts()).toEqual([0, 1, 0])
  })

  it('lets a mirror fail over to an unused host', () => {
    const { scheduler, market, counts, a } = createHosts({
      mirror: 2,
      url: ['wss://a', 'wss://b', 'wss://c'],
    })
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    a.faults.refuse()
    a.faults.reset()
    scheduler.advanceBy(2_000)
    expect(counts()).toEqual([0, 1, 1])
  })

  it('shares the host of another mirror only while its own rejects it', () => {
    const { scheduler, market, counts, a } = createHosts({ mirror: 2, rotation: { after: 60_000 } })
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    const clear = a.faults.refuse()
    a.faults.reset()
    scheduler.advanceBy(1_500)
    expect(counts()).toEqual([0, 1, 0])
    scheduler.advanceBy(10_000)
    expect(counts()).toEqual([0, 2, 0])
    clear()
    scheduler.advanceBy(60_000)
    expect(counts()).toEqual([1, 1, 0])
  })

  it('loses nothing while its hosts are cut in turn', () => {
    const { scheduler, market, counts, a, b } = createHosts({ mirror: 2, reconnect: { initialDelay: 500 } })
    const trades = watch(market.trade$('BTCUSDT'))
    const gaps = watch(market.gaps$)
    scheduler.advanceBy(5_000)
    for (let round = 0; round < 20; round++) {
      const host = round % 3 === 0 ? a : b
      host.faults.reset()
      scheduler.advanceBy(6_000)
      expect(counts()).toEqual([1, 1, 0])
    }
    expectConsecutive(trades.events.map(({ tradeId }) => tradeId))
    expect(gaps.events).toEqual([])
  })
})
