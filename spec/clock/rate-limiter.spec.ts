import fc from 'fast-check'
import { RateLimiter } from '../../src/clock/rate-limiter.js'
import { VirtualScheduler } from '../../src/testing/index.js'

describe('RateLimiter', () => {
  it('never exceeds the limit in any span, with held slots', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(300), fc.double({ min: 0, max: 1, noNaN: true })), {
          maxLength: 80,
        }),
        (limit, uses) => {
          const scheduler = new VirtualScheduler()
          const limiter = new RateLimiter({ limit, span: 1_000 }, scheduler)
          const happened: number[] = []
          for (const [idle, hold, when] of uses) {
            scheduler.advanceBy(idle)
            scheduler.advanceBy(limiter.delay())
            const release = limiter.acquire()
            // A message of an acquired slot may arrive at any moment until the release.
            happened.push(scheduler.now() + hold * when)
            scheduler.advanceBy(hold)
            release()
            release()
          }
          for (const start of happened) {
            const within = happened.filter(time => time >= start && time < start + 1_000)
            expect(within.length).toBeLessThanOrEqual(limit)
          }
        },
      ),
    )
  })

  it('waits indefinitely while every slot is held', () => {
    const scheduler = new VirtualScheduler()
    const limiter = new RateLimiter({ limit: 2, span: 1_000 }, scheduler)
    const release = limiter.acquire()
    limiter.acquire()
    expect(limiter.delay()).toBe(Infinity)
    release()
    expect(limiter.delay()).toBe(1_000)
    scheduler.advanceBy(999)
    expect(limiter.delay()).toBe(1)
    scheduler.advanceBy(1)
    expect(limiter.delay()).toBe(0)
  })

  it('reserves one slot a span, however many are recorded', () => {
    const scheduler = new VirtualScheduler()
    const limiter = new RateLimiter({ limit: 4, span: 1_000 }, scheduler)
    const acquired: number[] = []
    for (let time = 0; time < 10_000; time += 100) {
      limiter.record()
      if (limiter.delay() === 0) {
        limiter.acquire()()
        acquired.push(scheduler.now())
      }
      scheduler.advanceBy(100)
    }
    const gaps = acquired.slice(1).map((at, n) => at - acquired[n]!)
    expect(gaps).toEqual([100, ...Array.from({ length: 9 }, () => 1_000)])
  })

  it('records a million slots at once, then waits one span', () => {
    const scheduler = new VirtualScheduler()
    const limiter = new RateLimiter({ limit: 4, span: 1_000 }, scheduler)
    limiter.acquire()()
    for (let n = 0; n < 1_000_000; n++) limiter.record()
    expect(limiter.delay()).toBe(1_000)
    scheduler.advanceBy(1_000)
    expect(limiter.delay()).toBe(0)
  })

  it('allows nothing while it is blocked', () => {
    const scheduler = new VirtualScheduler()
    const limiter = new RateLimiter({ limit: 4, span: 1_000 }, scheduler)
    limiter.block(30_000)
    limiter.block(10_000)
    expect([limiter.delay(), limiter.isBlocked]).toEqual([30_000, true])
    scheduler.advanceBy(30_000)
    expect([limiter.delay(), limiter.isBlocked]).toEqual([0, false])
  })

  it.each([-3_600_000, -1_000, 1_000, 3_600_000])('keeps the limit when the clock steps by %i ms', step => {
    const scheduler = new VirtualScheduler(1_700_000_000_000)
    const limiter = new RateLimiter({ limit: 1, span: 1_000 }, scheduler)
    limiter.acquire()()
    scheduler.advanceBy(400)
    scheduler.stepClock(step)
    expect(limiter.delay()).toBe(600)
  })
})
