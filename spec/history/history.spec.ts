/** The history of a market, on an embedded exchange in memory and in virtual time. */
import { binance, type Kline, type LiveOptions, type Trade } from '../../src/index.js'
import { createExchange, type ExchangeOptions } from '../../src/simulator/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { START, watch } from '../world.js'

const MINUTE = 60_000

function createWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], scheduler, ...exchangeOptions })
  const market = binance({ exchange, ...options })
  const requests: string[] = []
  return { scheduler, exchange, market, requests }
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
  it('emits each trade from an id on, once and in order, over several pages', () => {
    const { exchange, market, scheduler } = createWorld()
    const live = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(2 * MINUTE)
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
    void exchange.close()
  })
})

describe('klineHistory$', () => {
  it('emits klines of several pages, of which only the last is not closed', () => {
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
