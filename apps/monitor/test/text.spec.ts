/** Numbers, durations and glyphs as text. */
import assert from 'node:assert/strict'
import { describe, it } from './runner.js'
import { from } from 'rxjs'
import { aTrade } from 'rxmarket/testing'
import { latency } from '../src/core/seconds.js'
import { decimalsOf, formatPercent, formatPrice } from '../src/decimals.js'
import { duration } from '../src/duration.js'
import { candle, sparkline } from '../src/faces/screen/glyphs.js'

describe('numbers as text', () => {
  it('finds the decimals of a price, small ones too', () => {
    assert.deepEqual([60_000, 60_000.1, 0.00000638, 1e-8, 3_000.25].map(decimalsOf), [0, 1, 8, 8, 2])
  })

  it('keeps the decimals that others of the symbol have', () => {
    assert.equal(formatPrice(60_000.1, 2), '60000.10')
    assert.equal(formatPrice(undefined, 2), '–')
  })

  it('signs a percentage, and never a zero with a minus', () => {
    assert.deepEqual([1.234, -1.236, -0.001, 0].map(formatPercent), ['+1.23%', '-1.24%', '+0.00%', '+0.00%'])
  })

  it('says a duration in its two greatest units', () => {
    assert.deepEqual([0, 59_999, 185_000, 7_620_000].map(duration), ['0 s', '59 s', '3 min 5 s', '2 h 7 min'])
  })

  it('finds the middle of numbers', () => {
    const median = (numbers: readonly number[]) => {
      const found: (number | undefined)[] = []
      from(numbers.map(lag => aTrade({ eventTime: 1_000, receivedAt: 1_000 + lag })))
        .pipe(latency())
        .subscribe(each => found.push(each))
      return found[0]
    }
    assert.deepEqual([median([]), median([3]), median([9, 1, 2]), median([4, 1, 2, 9])], [undefined, 3, 2, 3])
  })
})

describe('a sparkline', () => {
  it('spans from the least to the greatest, newest at the right', () => {
    assert.equal(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8), '▁▂▃▄▅▆▇█')
    assert.equal(sparkline([9, 9, 1, 8], 2), '▁█')
  })

  it('is level where nothing moves, and blank where nothing is known', () => {
    assert.equal(sparkline([5, 5], 4), '  ▄▄')
    assert.equal(sparkline([], 4), '    ')
  })
})

describe('a candle', () => {
  const of = (openPrice: number, highPrice: number, lowPrice: number, closePrice: number) =>
    candle({ openPrice, highPrice, lowPrice, closePrice }, 9)

  it('has a wick from low to high and a body from open to close', () => {
    assert.equal(of(2, 8, 0, 4), '──███────')
    assert.equal(of(4, 8, 0, 2), '──███────')
  })

  it('is a line where open is close', () => assert.equal(of(4, 8, 0, 4), '────┃────'))

  it('is a point where there was one price', () => assert.equal(of(4, 4, 4, 4), '    ┃    '))
})
