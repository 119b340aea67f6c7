/** The history of a market, on an embedded exchange in memory and in virtual time. */
import { mergeMap, take, timer } from 'rxjs'
import { binance, Freq, type Kline, type LiveOptions, type Trade } from '../../src/index.js'
import { createExchange, type ExchangeOptions } from '../../src/simulator/index.js'
import { simulate, VirtualScheduler } from '../../src/testing/index.js'
import { START, watch } from '../world.js'

const MINUTE = 60_000

function createWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], scheduler, ...exchangeOptions })
  const market = binance({ exchange, ...options })
  return { scheduler, exchange, market }
}

describe('serverTime$', () => {
  it('emits the clock of the exchange once', () => {
    const { market, scheduler } = createWorld()
    const { events, terminations } = watch(market.serverTime$())
    expect(events).toEqual([])
    scheduler.advanceBy(1)
    expect({ events, terminations }).toEqual({ events: [START], terminations: ['complete'] })
  })

  it('emits microseconds on a market of microseconds', () => {
    const { market, scheduler } = createWorld({ timeUnit: 'microsecond' })
    const { events } = watch(market.serverTime$())
    scheduler.advanceBy(1)
    expect(events).toEqual([START * 1_000])
  })
})

describe('depthSnapshot$', () => {
  it('emits the book of the exchange, converted by numeric', () => {
    const { exchange, scheduler } = createWorld()
    const market = binance({ exchange, numeric: String })
    const { events, terminations } = watch(market.depthSnapshot$('btcusdt', 5))
    scheduler.advanceBy(1)
    const { lastUpdateId, bids, asks } = JSON.parse(
      exchange.rest('/api/v3/depth?symbol=BTCUSDT&limit=5').body,
    ) as object & Record<string, unknown>
    expect(events).toEqual([
      { type: 'depthSnapshot', symbol: 'BTCUSDT', receivedAt: START, lastUpdateId, bids, asks },
    ])
    expect(terminations).toEqual(['complete'])
  })
})

describe('tradeHistory$', () => {
  it('emits each trade from an id on, once and in order', () => {
    const { market, scheduler } = createWorld()
    const live = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(MINUTE / 3)
    live.subscription.unsubscribe()
    const from = (live.events[0] as Trade).tradeId
    const { events, terminations } = watch(market.tradeHistory$('BTCUSDT', { fromId: from }))
    scheduler.advanceBy(1_000)
    expect(terminations).toEqual(['complete'])
    expect(events.map(({ tradeId }) => tradeId)).toEqual(events.map((_, index) => from + index))
    expect(events.length).toBeGreaterThanOrEqual(live.events.length)
    const [first] = live.events as [Trade]
    expect(events[0]).toEqual({
      ...first,
      eventTime: first.tradeTime,
      receivedAt: events[0]?.receivedAt,
      backfilled: true,
    })
  })
})

describe('aggTradeHistory$', () => {
  const { market, scheduler } = createWorld()
  const live = watch(market.aggTrade$('BTCUSDT'))
  scheduler.advanceBy(5 * MINUTE)
  live.subscription.unsubscribe()
  const all = live.events.map(trade => trade.aggregateTradeId)

  it('emits each from an id on, once, over several pages', () => {
    const { events, terminations } = watch(market.aggTradeHistory$('BTCUSDT', { fromId: all[10] as number }))
    scheduler.advanceBy(100)
    expect(terminations).toEqual(['complete'])
    expect(events.slice(0, all.length - 10).map(trade => trade.aggregateTradeId)).toEqual(all.slice(10))
    expect(all.length).toBeGreaterThan(2_100)
    expect(events[5]).toMatchObject({
      ...live.events[15],
      eventTime: events[5]?.tradeTime,
      receivedAt: expect.anything() as number,
    })
  })

  it('emits those of a span of time over several pages', () => {
    const from = START + MINUTE
    const to = START + 4 * MINUTE
    const { events } = watch(market.aggTradeHistory$('BTCUSDT', { from, to }))
    scheduler.advanceBy(100)
    const expected = live.events.filter(trade => trade.tradeTime >= from && trade.tradeTime <= to)
    expect(events.map(trade => trade.aggregateTradeId)).toEqual(expected.map(trade => trade.aggregateTradeId))
    expect(events.length).toBeGreaterThan(1_000)
  })

  it('requests no further page than its subscriber takes', () => {
    const requested: string[] = []
    const world = createWorld()
    const counted = binance({
      exchange: world.exchange,
      request: (url, request) => {
        requested.push(url)
        return world.exchange.request$(url, request)
      },
      restUrl: 'https://exchange.local',
    })
    world.scheduler.advanceBy(5 * MINUTE)
    const { terminations } = watch(counted.aggTradeHistory$('BTCUSDT', { fromId: 0 }).pipe(take(1_000)))
    world.scheduler.advanceBy(MINUTE)
    expect(terminations).toEqual(['complete'])
    expect(requested).toEqual(['https://exchange.local/api/v3/aggTrades?symbol=BTCUSDT&limit=1000&fromId=0'])
  })
})

describe('klineHistory$', () => {
  it('takes no open kline for closed, whatever our clock', () => {
    const options = { hours: 0.1, symbols: ['BTCUSDT'], latency: 50, market: { linger: 0 } }
    for (const step of [-3_600_000, 3_600_000]) {
      const { signals } = simulate(options, (market, { scheduler }) => {
        scheduler.stepClock(step)
        return timer(30_000).pipe(mergeMap(() => market.klineHistory$('BTCUSDT', Freq.m1)))
      })
      expect(signals.length).toBeGreaterThan(500)
      expect(signals.map(({ value }) => value.isClosed)).toEqual(
        signals.map((_, n) => n < signals.length - 1),
      )
    }
  })

  it('emits klines of several pages; only the last is open', () => {
    const { market, scheduler } = createWorld()
    const { events, terminations } = watch(
      market.klineHistory$('BTCUSDT', '1m', { from: START - 1_200 * MINUTE }),
    )
    scheduler.advanceBy(1_000)
    expect(terminations).toEqual(['complete'])
    expect(events.length).toBeGreaterThan(1_100)
    const first = (events[0] as Kline).openTime
    expect(events.map(kline => kline.openTime)).toEqual(events.map((_, index) => first + index * MINUTE))
    expect(events.filter(kline => !kline.isClosed)).toEqual(events.slice(-1))
    expect(events[0]).toMatchObject({ eventTime: first + MINUTE - 1, firstTradeId: -1, backfilled: true })
  })
})
