import { binance, type MarketEvent } from '../../src/index.js'
import { createExchange } from '../../src/simulator/index.js'
import {
  aBlockTrade,
  aBookTicker,
  aDepth,
  aDepthDiff,
  aKline,
  aMiniTicker,
  anAggTrade,
  anAvgPrice,
  aReferencePrice,
  aRollingTicker,
  aTicker,
  aTrade,
  someMiniTickers,
  someRollingTickers,
  VirtualScheduler,
} from '../../src/testing/index.js'

const made: readonly MarketEvent[] = [
  aTicker(),
  aMiniTicker(),
  aRollingTicker(),
  aTrade(),
  anAggTrade(),
  aBlockTrade(),
  aKline(),
  aBookTicker(),
  anAvgPrice(),
  aReferencePrice(),
  aDepth(),
  aDepthDiff(),
  someMiniTickers(),
  someRollingTickers(),
]

describe('a built event', () => {
  it('has exactly the fields of a real one', () => {
    const scheduler = new VirtualScheduler(1_700_000_000_000)
    const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT'], scheduler })
    const market = binance({ connect: exchange.connect, scheduler })
    const real = new Map<string, MarketEvent>()
    market.events$.subscribe(event => real.set(event.type, event))
    market.ticker$('BTCUSDT').subscribe()
    market.miniTicker$('BTCUSDT').subscribe()
    market.rollingTicker$('BTCUSDT', '1h').subscribe()
    market.trade$('BTCUSDT').subscribe()
    market.aggTrade$('BTCUSDT').subscribe()
    market.kline$('BTCUSDT', '1m').subscribe()
    market.bookTicker$('BTCUSDT').subscribe()
    market.avgPrice$('BTCUSDT').subscribe()
    market.referencePrice$('BTCUSDT').subscribe()
    market.depth$('BTCUSDT').subscribe()
    market.depthDiff$('BTCUSDT').subscribe()
    market.allMiniTickers$().subscribe()
    market.allRollingTickers$('1h').subscribe()
    scheduler.advanceBy(60_000)
    const fields = (event: MarketEvent | undefined) => Object.keys(event ?? {}).sort()
    for (const event of made.filter(({ type }) => real.has(type)))
      expect({ [event.type]: fields(event) }).toEqual({ [event.type]: fields(real.get(event.type)) })
    expect(made.map(({ type }) => type).filter(type => !real.has(type))).toEqual(['blockTrade'])
  })

  it('is consistent: missing fields follow from the given ones', () => {
    expect(aTicker({ price: 96, openPrice: 100 })).toMatchObject({
      priceChange: -4,
      priceChangePercent: -4,
      highPrice: 100,
      lowPrice: 96,
    })
    expect(aTicker({ priceChangePercent: 25 })).toMatchObject({ price: 100, openPrice: 80, priceChange: 20 })
    expect(aTicker({ priceChange: 20 })).toMatchObject({ openPrice: 80, priceChangePercent: 25 })
    expect(aRollingTicker({ window: '4h', eventTime: 4 * 3_600_000 })).toMatchObject({ openTime: 0 })
    expect(aTrade({ eventTime: 7 })).toMatchObject({ receivedAt: 7, tradeTime: 7 })
    expect(aTrade({ receivedAt: 7 })).toMatchObject({ eventTime: 7 })
    expect(anAggTrade({ lastTradeId: 9 })).toMatchObject({ firstTradeId: 9 })
    expect(aDepthDiff({ bids: [[99, 0]] })).toMatchObject({ asks: [] })
    expect(aReferencePrice({ referencePrice: null })).toMatchObject({ referencePrice: null })
  })

  it.each([
    ['as made', aBookTicker()],
    ['with a bid', aBookTicker({ bidPrice: 7 })],
    ['with an ask', aBookTicker({ askPrice: 7 })],
  ])('has a bid below its ask: %s', (_, { bidPrice, askPrice }) => {
    expect(bidPrice).toBeLessThan(askPrice)
  })

  it.each([
    ['1m', '+00:00', '2026-11-22T10:20:30Z', '2026-11-22T10:20:00Z', '2026-11-22T10:21:00Z'],
    ['8h', '+08:00', '2026-11-22T10:20:30Z', '2026-11-22T08:00:00Z', '2026-11-22T16:00:00Z'],
    ['1d', '+08:00', '2026-11-22T10:20:30Z', '2026-11-21T16:00:00Z', '2026-11-22T16:00:00Z'],
    ['1w', '+00:00', '2026-11-22T10:20:30Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['1M', '+00:00', '2026-12-22T10:20:30Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ] as const)('is a kline within its interval: %s %s', (freq, timeZone, at, open, next) => {
    expect(aKline({ freq, timeZone, eventTime: Date.parse(at) })).toMatchObject({
      openTime: Date.parse(open),
      closeTime: Date.parse(next) - 1,
    })
  })
})
