import { rotationDelay } from '../../../src/live/rotation/rotation-delay.js'

const HOUR = 3_600_000
const steady = { jitter: 0, random: () => 0.5 }
/** Epoch milliseconds of an hour of a day, UTC. */
const at = (hour: number): number => Date.UTC(2026, 0, 5) + hour * HOUR

describe('the delay of a rotation', () => {
  it('is `after`', () => {
    expect(rotationDelay({ after: 23 * HOUR, hour: undefined }, steady, at(7))).toBe(23 * HOUR)
  })

  it('is shorter by a tenth of the jitter at most', () => {
    const delay = (random: number, jitter: number): number =>
      rotationDelay({ after: 1_000_000, hour: undefined }, { jitter, random: () => random }, at(7))
    expect(delay(0, 0.5)).toBe(1_000_000)
    expect(delay(0.5, 0.5)).toBe(975_000)
    expect(delay(0.999999, 1)).toBe(900_000)
  })

  it.each([
    [3, 7, 4],
    [3, 2, 23],
    [0, 20, 20],
    [23.5, 4, 4.5],
    // The hour begins too soon, or has just begun.
    [3.9, 4, 23],
    [4.001, 4, 23],
    [5.5, 4, 22.5],
  ])('from %d h to the chosen hour %d is %d h', (now, hour, expected) => {
    expect(rotationDelay({ after: 23 * HOUR, hour }, steady, at(now)) / HOUR).toBeCloseTo(expected)
  })
})
