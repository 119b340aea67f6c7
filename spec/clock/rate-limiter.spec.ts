import fc from 'fast-check'
import { RateLimiter } from '../../src/clock/rate-limiter.js'
import { VirtualScheduler } from '../../src/testing/index.js'

describe('Pace', () => {
  it('never lets more than the limit happen in any span, whenever within its hold each slot was used', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(300), fc.double({ min: 0, max: 1, noNaN: true })), {
          maxLength: 80,
        }),
        (limit, uses) => {
          const scheduler = new VirtualScheduler()
          const pace = new RateLimiter(limit, 1_000, scheduler)
          const happened: number[] = []
          for (const [idle, hold, when] of uses) {
            scheduler.advanceBy(idle)
            scheduler.advanceBy(pace.delay())
            const release = pace.acquire()
            // What was sent when the slot was taken may arrive at any moment until it is released.
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

  it('has no place while all are held, and says so', () => {
    const scheduler = new VirtualScheduler()
    const pace = new RateLimiter(2, 1_000, scheduler)
    const release = pace.acquire()
    pace.acquire()
    expect(pace.delay()).toBe(Infinity)
    release()
    expect(pace.delay()).toBe(1_000)
    scheduler.advanceBy(999)
    expect(pace.delay()).toBe(1)
    scheduler.advanceBy(1)
    expect(pace.delay()).toBe(0)
  })
})
