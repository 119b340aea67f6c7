/** The one idea: a strategy runs unchanged on every feed. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { binance } from 'rxmarket'
import { createExchange } from 'rxmarket/simulator'
import { VirtualScheduler } from 'rxmarket/testing'
import { priceJump$, type PriceJump } from './price-jump.js'

const capture = resolve(__dirname, '../../shared/captures/binance-spot-20240808-btcusdt.gz')

describe('one strategy', () => {
  const runOn = (feed: ReturnType<typeof createExchange>, scheduler: VirtualScheduler, percent: number) => {
    const market = binance({ connect: feed.connect, scheduler })
    const jumps: PriceJump[] = []
    const ends: unknown[] = []
    priceJump$(market, { symbol: 'BTCUSDT', percent }).subscribe({
      next: jump => jumps.push(jump),
      error: (error: unknown) => ends.push(error),
      complete: () => ends.push('complete'),
    })
    return { jumps, ends }
  }

  const check = ({ jumps, ends }: ReturnType<typeof runOn>, percent: number): void => {
    expect(jumps.length).toBeGreaterThan(0)
    for (const { from, to } of jumps)
      expect(Math.abs(to / from - 1) * 100).toBeGreaterThanOrEqual(percent - 1e-9)
    for (let n = 1; n < jumps.length; n++) expect(jumps[n]?.from).toBe(jumps[n - 1]?.to)
    expect(ends).toEqual([])
  }

  it('runs on the embedded exchange', () => {
    const scheduler = new VirtualScheduler(1_700_000_000_000)
    const result = runOn(createExchange({ seed: 1, symbols: ['BTCUSDT'], scheduler }), scheduler, 0.05)
    scheduler.advanceBy(300_000)
    check(result, 0.05)
  })

  if (existsSync(capture)) {
    it('runs on a recording', async () => {
      const scheduler = new VirtualScheduler(1_700_000_000_000)
      const exchange = createExchange({ scheduler })
      const tape = await exchange.playback(capture, { waitFor: ['btcusdt@trade'], speed: 10 })
      const result = runOn(exchange, scheduler, 0.05)
      scheduler.advanceBy(tape.duration / 10 + 1_000)
      check(result, 0.05)
    })
  } else {
    it(`does not run on a recording: ${capture} is not here`, () => expect(existsSync(capture)).toBe(false))
  }
})
