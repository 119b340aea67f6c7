import { retry } from 'rxjs'
import { createWorld, watch } from '../../world.js'
import { runs } from '../../runs.js'

describe('a bare retry()', () => {
  it('neither overflows the stack nor stops time after MARKET_CLOSED', async () => {
    const { market, scheduler } = createWorld()
    await market.close()
    const forever = watch(market.ticker$('BTCUSDT').pipe(retry()))
    const often = watch(market.trade$('BTCUSDT').pipe(retry(runs(1_000, 10_000))))
    scheduler.advanceBy(runs(20, 1_000))
    expect(often.terminations).toEqual([expect.objectContaining({ code: 'MARKET_CLOSED' })])
    expect(forever.terminations).toEqual([])
    forever.subscription.unsubscribe()
    expect(scheduler.pending).toBe(0)
  })

  it('neither overflows the stack nor stops time after STREAM_LIMIT', () => {
    const { market, scheduler } = createWorld({ pool: { maxConnections: 1 } })
    const streams = Array.from({ length: 1_024 }, (_, n) => watch(market.blockTrade$(`SYM${n}`)))
    const beyond = watch(market.ticker$('BTCUSDT').pipe(retry()))
    scheduler.advanceBy(20)
    expect(beyond.events).toEqual([])
    streams[0]?.subscription.unsubscribe()
    scheduler.advanceBy(5_000)
    expect(beyond.events.length).toBeGreaterThan(0)
    expect(beyond.terminations).toEqual([])
  })

  it.each(['rejected', 'dropped'] as const)('backs off with reconnect: false (%s)', how => {
    const { market, scheduler, exchange } = createWorld({ reconnect: false })
    if (how === 'rejected') exchange.faults.refuse()
    else {
      market.connection$.subscribe(({ type }) => {
        if (type === 'live') exchange.faults.drop()
      })
    }
    const ticker = watch(market.ticker$('BTCUSDT').pipe(retry()))
    scheduler.advanceBy(1_000)
    expect(exchange.attempts).toBeLessThanOrEqual(3)
    scheduler.advanceBy(599_000)
    expect(exchange.attempts).toBeLessThan(25)
    expect(ticker.terminations).toEqual([])
  })
})
