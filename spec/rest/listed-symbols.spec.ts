/** `checkSymbols`, on an embedded exchange in memory and in virtual time. */
import type { MarketEvent } from '../../src/index.js'
import { createWorld, watch } from '../world.js'

const HOUR = 3_600_000

describe('checkSymbols', () => {
  it('rejects an unlisted symbol with the nearest names, unsent', () => {
    const { market, scheduler, commands } = createWorld({ checkSymbols: true })
    const { terminations } = watch(market.trade$('BTCUSD'))
    scheduler.advanceBy(1_000)
    expect(terminations).toMatchObject([
      {
        code: 'INVALID_CHANNEL',
        message: 'trade$: the exchange does not list BTCUSD; did you mean BTCUSDT?',
      },
    ])
    expect(commands()).toEqual([])
  })

  it('asks the exchange once for all channels', () => {
    const { market, scheduler } = createWorld({ checkSymbols: true })
    const stats = watch(market.stats$)
    const events = [
      watch<MarketEvent>(market.trade$('BTCUSDT')),
      watch(market.ticker$(['BTCUSDT', 'ETHUSDT'])),
    ]
    scheduler.advanceBy(5_000)
    events.push(watch(market.bookTicker$('ETHUSDT')))
    scheduler.advanceBy(5_000)
    expect(events.map(watched => watched.events.length > 0)).toEqual([true, true, true])
    expect(stats.events.at(-1)?.requests?.sent).toBe(1)
  })

  it('gives up the request with the last channel that waits for it, and asks again', () => {
    const { market, scheduler, exchange } = createWorld({ checkSymbols: true })
    const stats = watch(market.stats$)
    exchange.faults.restDelay({ delay: 3_000, count: 1 })
    const trades = market.trade$('BTCUSDT').subscribe()
    const tickers = market.ticker$('BTCUSDT').subscribe()
    scheduler.advanceBy(1_000)
    trades.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(stats.events.at(-1)?.requests?.active).toBe(1)
    tickers.unsubscribe()
    scheduler.advanceBy(1_000)
    expect(stats.events.at(-1)?.requests?.active).toBe(0)
    const { events } = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    expect(events.length).toBeGreaterThan(0)
    expect(stats.events.at(-1)?.requests?.sent).toBe(2)
  })

  it('rejects nothing where the list fails, and reports why', () => {
    const { market, scheduler, exchange, errors } = createWorld({ checkSymbols: true })
    exchange.faults.restError({ status: 503, count: 1 })
    const { events, terminations } = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(5_000)
    expect(events.length).toBeGreaterThan(0)
    expect({ terminations, errors }).toMatchObject({ terminations: [], errors: [{ code: 'REQUEST_FAILED' }] })
  })

  it('asks again for a symbol that was perhaps listed since', () => {
    const { market, scheduler } = createWorld({ checkSymbols: true })
    const stats = watch(market.stats$)
    watch(market.trade$('NEWUSDT'))
    scheduler.advanceBy(2 * HOUR)
    watch(market.trade$('NEWUSDT'))
    scheduler.advanceBy(1_000)
    expect(stats.events.at(-1)?.requests?.sent).toBe(2)
  })

  it('completes a channel whose market closes meanwhile, rejects later ones', () => {
    const { market, scheduler } = createWorld({ checkSymbols: true })
    const early = watch(market.trade$('BTCUSDT'))
    void market.close()
    const late = watch(market.trade$('BTCUSDT'))
    scheduler.advanceBy(1_000)
    expect(early.terminations).toEqual(['complete'])
    expect(late.terminations).toMatchObject([{ code: 'MARKET_CLOSED' }])
  })

  it('needs an address of REST', () => {
    expect(() =>
      createWorld({ checkSymbols: true, exchange: undefined as never, connect: () => ({}) as never }),
    ).toThrow('option restUrl is needed for snapshots and history, as connect is given')
  })
})
