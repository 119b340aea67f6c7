import { createWorld, watch } from '../../world.js'

const symbols = Array.from({ length: 10 }, (_, n) => `SYM${n}USDT`)

/** The milliseconds from the death of a connection to its `stale` status. */
function detectionTime(uptime: number, subscribe: (world: ReturnType<typeof createWorld>) => void): number {
  const world = createWorld({}, { symbols })
  subscribe(world)
  world.scheduler.advanceBy(uptime)
  world.exchange.faults.halfOpen()
  const diedAt = world.scheduler.now()
  world.scheduler.advanceBy(40_000)
  const stale = world.statuses.find(({ type }) => type === 'stale')
  return (stale?.at ?? Infinity) - diedAt
}

describe('silence after regular traffic', () => {
  it.each([3_000, 3_333, 5_050, 12_700, 29_990, 61_234])(
    'is found within 7 s with ten streams (up %i ms)',
    uptime => {
      const took = detectionTime(uptime, ({ market }) => watch(market.ticker$(symbols)))
      expect(took).toBeGreaterThan(5_000)
      expect(took).toBeLessThanOrEqual(7_000)
    },
  )

  it.each([4_000, 4_444, 20_890, 45_678])('is found within 7 s with one stream (up %i ms)', uptime => {
    const took = detectionTime(uptime, ({ market }) =>
      watch(market.depth$('SYM1USDT', { levels: 5, speed: 100 })),
    )
    expect(took).toBeGreaterThan(5_000)
    expect(took).toBeLessThanOrEqual(7_000)
  })

  it('is probed once, not at every check', () => {
    const { market, scheduler, exchange, commands, steps } = createWorld({}, { symbols })
    watch(market.ticker$(symbols))
    scheduler.advanceBy(10_000)
    const clear = exchange.faults.silence('*')
    scheduler.advanceBy(15_000)
    clear()
    expect(commands().filter(({ method }) => method === 'LIST_SUBSCRIPTIONS').length).toBeLessThanOrEqual(2)
    expect(steps()).not.toContain('stale')
  })

  it('is not probed again where a probe of the heartbeat was just sent', () => {
    const { market, scheduler, exchange, commands } = createWorld({}, { symbols })
    watch(market.ticker$(symbols))
    // The heartbeat's first probe is sent after 30 seconds.
    scheduler.advanceBy(29_600)
    exchange.faults.silence('*')
    exchange.faults.delayAcks(8_000)
    scheduler.advanceBy(4_000)
    expect(commands().filter(({ method }) => method === 'LIST_SUBSCRIPTIONS').length).toBe(1)
  })

  it('adds no probes to a healthy connection', () => {
    const { market, scheduler, commands } = createWorld({}, { symbols })
    watch(market.ticker$(symbols))
    watch(market.depth$('SYM1USDT', { levels: 5, speed: 100 }))
    scheduler.advanceBy(300_500)
    expect(commands().filter(({ method }) => method === 'LIST_SUBSCRIPTIONS').length).toBe(10)
  })
})
