import fc from 'fast-check'
import { Pace } from '../../src/clock/pace.js'
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
          const pace = new Pace(limit, 1_000, scheduler)
          const happened: number[] = []
          for (const [idle, hold, when] of uses) {
            scheduler.advanceBy(idle)
            scheduler.advanceBy(pace.wait())
            const release = pace.take()
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
    const pace = new Pace(2, 1_000, scheduler)
    const release = pace.take()
    pace.take()
    expect(pace.wait()).toBe(Infinity)
    release()
    expect(pace.wait()).toBe(1_000)
    scheduler.advanceBy(999)
    expect(pace.wait()).toBe(1)
    scheduler.advanceBy(1)
    expect(pace.wait()).toBe(0)
  })
})
