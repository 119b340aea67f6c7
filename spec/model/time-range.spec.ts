import fc from 'fast-check'
import { Freq } from '../../src/index.js'
import { intervalAt } from '../../src/model/time-range.js'
import { nextOpenOf, openOf } from '../../src/simulator/market/intervals.js'

const utc = (text: string): number => Date.parse(`${text}Z`)

describe('an interval', () => {
  it.each<[Freq, string, string, string]>([
    [Freq.s1, '2026-11-22T16:50:41.999', '2026-11-22T16:50:41', '2026-11-22T16:50:42'],
    [Freq.m3, '2026-11-22T16:50:41', '2026-11-22T16:48:00', '2026-11-22T16:51:00'],
    [Freq.h4, '2026-11-22T16:50:41', '2026-11-22T16:00:00', '2026-11-22T20:00:00'],
    [Freq.d1, '2026-11-22T23:59:59.999', '2026-11-22T00:00:00', '2026-11-23T00:00:00'],
    [Freq.w1, '2026-11-22T23:59:59.999', '2026-11-16T00:00:00', '2026-11-23T00:00:00'],
    [Freq.w1, '2026-11-23T00:00:00', '2026-11-23T00:00:00', '2026-11-30T00:00:00'],
    [Freq.M1, '2024-02-29T12:00:00', '2024-02-01T00:00:00', '2024-03-01T00:00:00'],
    [Freq.M1, '2026-12-31T23:59:59.999', '2026-12-01T00:00:00', '2027-01-01T00:00:00'],
  ])('of %s around %s begins at %s', (freq, time, start, end) => {
    expect(intervalAt(freq, utc(time))).toEqual({ start: utc(start), end: utc(end) })
  })

  it('equals the kline interval of the embedded exchange', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(Freq)),
        fc.integer({ min: utc('2015-01-01T00:00:00'), max: utc('2035-01-01T00:00:00') }),
        (freq, time) => {
          const { start, end } = intervalAt(freq, time)
          expect(start).toBe(openOf(freq, time))
          expect(end).toBe(nextOpenOf(freq, time))
          expect(intervalAt(freq, end).start).toBe(end)
          expect(intervalAt(freq, end - 1).start).toBe(start)
        },
      ),
    )
  })
})
