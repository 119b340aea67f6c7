import { type ConnectionStatus } from '../../src/index.js'
import { createWorld, watch } from '../world.js'

const symbols = ['BTCUSDT', 'ETHUSDT']

describe('connection$', () => {
  it('reports the count of live streams after each change', () => {
    const { market, scheduler, exchange, statuses } = createWorld()
    const live = (): number | undefined => {
      const last = statuses.at(-1)
      return last?.type === 'live' ? last.streams : undefined
    }
    const ticker = watch(market.ticker$(symbols))
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(live()).toBe(3)
    ticker.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(live()).toBe(1)
    watch(market.depth$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(live()).toBe(2)
    exchange.faults.reject('ethusdt@trade')
    watch(market.trade$('ETHUSDT'))
    scheduler.advanceBy(1_000)
    expect(live()).toBe(2)
    const left = watch(market.miniTicker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    watch(market.miniTicker$('ETHUSDT'))
    left.subscription.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(live()).toBe(3)
  })

  it('keeps its order when a subscriber subscribes within', () => {
    const { market, scheduler, exchange } = createWorld({ linger: 0 })
    const eager = watch(market.connection$)
    let { subscription } = watch(market.ticker$('BTCUSDT'))
    const replays: ConnectionStatus[][] = []
    market.connection$.subscribe(({ type }) => {
      // Late subscribers begin with the latest status, whatever is under way.
      const replay: ConnectionStatus[] = []
      replays.push(replay)
      market.connection$.subscribe(status => replay.push(status))
      if (type === 'live') {
        subscription.unsubscribe()
        ;({ subscription } = watch(market.trade$('ETHUSDT')))
      }
    })
    const late = watch(market.connection$)
    scheduler.advanceBy(3_000)
    exchange.faults.drop()
    scheduler.advanceBy(5_000)
    expect(late.events).toEqual(eager.events)
    expect(replays.length).toBe(eager.events.length)
    replays.forEach((replay, n) => expect(replay).toEqual(eager.events.slice(n)))
  })

  it('keeps its order when closing within a status', async () => {
    const { market, scheduler } = createWorld()
    const early = watch(market.connection$)
    market.connection$.subscribe(({ type }) => {
      if (type === 'subscribing') void market.close()
    })
    const late = watch(market.connection$)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(10_000)
    await market.close()
    expect(early.events).toEqual(late.events)
    expect(early.events.map(({ type }) => type)).toEqual(['connecting', 'open', 'subscribing', 'closed'])
    expect(late.terminations).toEqual(['complete'])
  })

  it('continues for others when a subscriber unsubscribes or throws within', () => {
    const { market, scheduler } = createWorld()
    const first = market.connection$.subscribe(() => first.unsubscribe())
    const second = watch(market.connection$)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(second.events.map(({ type }) => type)).toEqual(['connecting', 'open', 'subscribing', 'live'])
  })

  it('is never silent beyond the announced time while not live', () => {
    const { market, scheduler, exchange } = createWorld({
      reconnect: { initialDelay: 50, factor: 1, maxAttempts: Infinity },
      connectTimeout: 3_000,
    })
    let last: { until: number; type: string } | undefined
    const gaps: unknown[] = []
    market.connection$.subscribe(status => {
      const now = scheduler.now()
      if (last !== undefined && now > last.until) gaps.push([last, now])
      let until = now + 3_000
      if (status.type === 'waiting') ({ until } = status)
      else if (status.type === 'reconnecting') until = now + status.delay
      else if (status.type === 'live') until = Infinity
      last = { until, type: status.type }
    })
    exchange.faults.refuse()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(900_000)
    expect(exchange.attempts).toBeGreaterThan(400)
    expect(gaps).toEqual([])
  })
})
