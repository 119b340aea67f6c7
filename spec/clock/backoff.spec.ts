import fc from 'fast-check'
import { backoff } from '../../src/clock/backoff.js'
import { DEFAULT_RECONNECT } from '../../src/live-settings.js'

describe('backoff', () => {
  it('doubles from one second to a minute without jitter', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map(attempt =>
      backoff({ ...DEFAULT_RECONNECT, jitter: 0 }, attempt),
    )
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
  })

  it('stays between the unjittered part and the whole delay', () => {
    const settings = fc.record({
      initialDelay: fc.integer({ min: 0, max: 10_000 }),
      maxDelay: fc.integer({ min: 0, max: 100_000 }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      attempt: fc.integer({ min: 1, max: 2_000 }),
    })
    fc.assert(
      fc.property(settings, ({ chance, attempt, ...chosen }) => {
        const reconnect = { ...DEFAULT_RECONNECT, ...chosen }
        const delay = backoff({ ...reconnect, random: () => chance }, attempt)
        const whole = backoff({ ...reconnect, jitter: 0 }, attempt)
        expect(whole).toBeLessThanOrEqual(chosen.maxDelay)
        expect(delay).toBeLessThanOrEqual(whole)
        expect(delay).toBeGreaterThanOrEqual(Math.floor(whole * (1 - chosen.jitter)) - 1)
      }),
    )
  })
})
