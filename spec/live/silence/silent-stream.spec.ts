import { createWorld, START, watch } from '../../world.js'

describe('a stream that the exchange acknowledged and does not serve', () => {
  it.each([0, 1_200, 2_700, 4_900])('is reported once, a minute after acknowledgement at %i ms', delay => {
    const { market, scheduler, errors } = createWorld()
    const times: number[] = []
    market.errors$.subscribe(() => times.push(scheduler.now() - START))
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(delay)
    const silent = watch(market.ticker$('UNLISTED'))
    scheduler.advanceBy(600_000)
    expect(errors).toEqual([
      expect.objectContaining({ code: 'STREAM_SILENT', channel: { kind: 'ticker', symbol: 'UNLISTED' } }),
    ])
    expect(times[0]! - delay).toBeGreaterThanOrEqual(60_000)
    expect(times[0]! - delay).toBeLessThanOrEqual(65_000)
    expect(silent.terminations).toEqual([])
  })

  it('is not reported of kinds that send only on activity', () => {
    const { market, scheduler, errors } = createWorld()
    watch(market.trade$('UNLISTED'))
    watch(market.aggTrade$('UNLISTED'))
    watch(market.bookTicker$('UNLISTED'))
    watch(market.depthDiff$('UNLISTED'))
    watch(market.blockTrade$('UNLISTED'))
    scheduler.advanceBy(300_000)
    expect(errors).toEqual([])
  })

  it('is reported of every kind that always sends', () => {
    const { market, scheduler, errors } = createWorld()
    watch(market.ticker$('UNLISTED'))
    watch(market.miniTicker$('UNLISTED'))
    watch(market.rollingTicker$('UNLISTED', '1h'))
    watch(market.kline$('UNLISTED', '1m'))
    watch(market.depth$('UNLISTED', { levels: 5 }))
    watch(market.avgPrice$('UNLISTED'))
    scheduler.advanceBy(70_000)
    expect(errors.map(({ code }) => code)).toEqual(Array.from({ length: 6 }, () => 'STREAM_SILENT'))
  })

  it('is reported to a new subscription, not after a reconnect', () => {
    const { market, scheduler, exchange, errors } = createWorld()
    watch(market.trade$('BTCUSDT'))
    const first = watch(market.ticker$('UNLISTED'))
    scheduler.advanceBy(70_000)
    exchange.faults.drop()
    scheduler.advanceBy(140_000)
    expect(errors.map(({ code }) => code)).toEqual(['STREAM_SILENT'])
    first.subscription.unsubscribe()
    scheduler.advanceBy(5_000)
    watch(market.ticker$('UNLISTED'))
    scheduler.advanceBy(70_000)
    expect(errors.map(({ code }) => code)).toEqual(['STREAM_SILENT', 'STREAM_SILENT'])
  })

  it('is not reported while undecodable frames arrive', () => {
    const { market, scheduler, exchange, errors } = createWorld()
    exchange.faults.corrupt('btcusdt@ticker', () => ({ e: 'unexpected' }), Infinity)
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(120_000)
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['DECODE_FAILED']))
  })

  it('is reported a minute after it is acknowledged again', () => {
    const { market, scheduler, exchange, errors } = createWorld({ heartbeatInterval: 30_000 })
    const times: number[] = []
    market.errors$.subscribe(() => times.push(scheduler.now() - START))
    watch(market.ticker$('UNLISTED'))
    scheduler.advanceBy(29_000)
    exchange.faults.forget('unlisted@ticker')
    // The probe at 30 s shows it, and the stream is acknowledged again before the check at 35 s.
    scheduler.advanceBy(90_000)
    expect(errors.map(({ code }) => code)).toEqual(['STREAM_SILENT'])
    expect(times[0]!).toBeGreaterThanOrEqual(90_000)
    expect(times[0]!).toBeLessThanOrEqual(96_000)
  })

  it('is not reported before it is acknowledged', () => {
    const { market, scheduler, exchange, errors } = createWorld({
      commandTimeout: 100_000,
      heartbeatInterval: 1_000_000,
    })
    watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    exchange.faults.delayAcks(50_000, 1)
    watch(market.ticker$('UNLISTED'))
    scheduler.advanceBy(100_000)
    expect(errors).toEqual([])
    scheduler.advanceBy(20_000)
    expect(errors.map(({ code }) => code)).toEqual(['STREAM_SILENT'])
  })
})
