import { createWorld, START, watch } from '../../world.js'
import { runs } from '../../runs.js'

const HOUR = 3_600_000
const steps = [-HOUR, -1_000, 1_000, HOUR]

describe('steps of the wall clock', () => {
  it.each(steps)('delay no command (%i ms)', step => {
    const { market, scheduler, exchange, commands } = createWorld()
    watch(market.ticker$('BTCUSDT'))
    scheduler.advanceBy(500)
    scheduler.stepClock(step)
    const start = scheduler.monotonic()
    const late = watch(market.ticker$('ETHUSDT'))
    scheduler.advanceBy(3_000)
    const command = commands().find(({ params }) => params?.includes('ethusdt@ticker'))
    // The exchange's clock follows a step forward, and never goes back.
    expect(command?.at).toBe(start + Math.max(0, step) - START)
    expect(late.events.length).toBeGreaterThanOrEqual(2)
    expect(exchange.attempts).toBe(1)
  })

  it.each(steps)('drop no healthy connection (%i ms)', step => {
    const { market, scheduler, exchange, steps: statusTypes, errors } = createWorld()
    const ticker = watch(market.ticker$(['BTCUSDT', 'ETHUSDT']))
    for (let n = 0; n < (step > 1_000 ? runs(1, 3) : 10); n++) {
      scheduler.advanceBy(17_300)
      scheduler.stepClock(step)
    }
    scheduler.advanceBy(40_000)
    expect(statusTypes()).toEqual(['connecting', 'open', 'subscribing', 'live'])
    expect(errors).toEqual([])
    expect(ticker.events.length).toBeGreaterThan(40)
    expect(exchange.attempts).toBe(1)
  })

  it.each([0, ...steps])('do not delay detection of a dead connection (%i ms)', step => {
    const { market, scheduler, exchange, statuses } = createWorld()
    watch(market.bookTicker$('BTCUSDT'))
    let foundAt = 0
    market.connection$.subscribe(({ type }) => {
      if (type === 'stale') foundAt ||= scheduler.monotonic()
    })
    scheduler.advanceBy(10_000)
    exchange.faults.halfOpen()
    const diedAt = scheduler.monotonic()
    scheduler.advanceBy(1_000)
    scheduler.stepClock(step)
    scheduler.advanceBy(40_000)
    expect(foundAt - diedAt).toBeGreaterThan(5_000)
    expect(foundAt - diedAt).toBeLessThan(7_000)
    const silence = statuses.find(({ type }) => type === 'stale') as { silence: number } | undefined
    expect(Math.abs((silence?.silence ?? 0) - (foundAt - diedAt))).toBeLessThanOrEqual(600)
  })

  it.each(steps)('do not affect backoff, uptime, connection limit (%i ms)', step => {
    const run = (stepAt: number | undefined): readonly (readonly [string, number])[] => {
      const { market, scheduler, exchange } = createWorld()
      const log: (readonly [string, number])[] = []
      market.connection$.subscribe(({ type }) => log.push([type, scheduler.monotonic() - START]))
      watch(market.ticker$('BTCUSDT'))
      exchange.faults.refuse({ count: 3 })
      for (let n = 0; n < 60; n++) {
        scheduler.advanceBy(500)
        if (n === stepAt) scheduler.stepClock(step)
        if (n === 40) exchange.faults.drop()
      }
      return log
    }
    const undisturbed = run(undefined)
    for (const at of [3, 9, 39]) expect(run(at)).toEqual(undisturbed)
  })

  it.each([10_001, HOUR])('request a probe immediately when forward by %i ms', step => {
    const { market, scheduler, commands } = createWorld()
    watch(market.trade$('UNLISTED'))
    scheduler.advanceBy(3_250)
    scheduler.stepClock(step)
    scheduler.advanceBy(500)
    expect(commands().map(({ method }) => method)).toEqual(['SUBSCRIBE', 'LIST_SUBSCRIPTIONS'])
  })

  it('request one probe where regular frames stop as well', () => {
    const { market, scheduler, exchange, commands } = createWorld({}, { latency: 300 })
    watch(market.depth$('BTCUSDT', { levels: 5, speed: 100 }))
    scheduler.advanceBy(10_250)
    exchange.faults.silence('btcusdt@depth5@100ms')
    scheduler.advanceBy(900)
    scheduler.stepClock(HOUR)
    scheduler.advanceBy(1_900)
    expect(commands().map(({ method }) => method)).toEqual(['SUBSCRIBE', 'LIST_SUBSCRIPTIONS'])
  })

  it('reveal a connection that died during a suspend', () => {
    const { market, scheduler, exchange, steps: statusTypes } = createWorld()
    watch(market.trade$('UNLISTED'))
    scheduler.advanceBy(3_250)
    exchange.faults.halfOpen()
    scheduler.stepClock(8 * HOUR)
    scheduler.advanceBy(5_600)
    expect(statusTypes()).toContain('stale')
  })
})
