/** Numbers drawn as text. */
import assert from 'node:assert/strict'
import { candle, sparkline } from '../../../src/ui/ink/glyphs.js'
import { describe, it } from '../../runner.js'

describe('a sparkline', () => {
  it('spans from minimum to maximum, newest at the right', () => {
    assert.equal(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8), '▁▂▃▄▅▆▇█')
    assert.equal(sparkline([9, 9, 1, 8], 2), '▁█')
  })

  it('is level for equal numbers, and blank for none', () => {
    assert.equal(sparkline([5, 5], 4), '  ▄▄')
    assert.equal(sparkline([], 4), '    ')
  })
})

describe('a candle', () => {
  const of = (openPrice: number, highPrice: number, lowPrice: number, closePrice: number) =>
    candle({ openPrice, highPrice, lowPrice, closePrice }, 9)

  it('spans low to high with a body from open to close', () => {
    assert.equal(of(2, 8, 0, 4), '──███────')
    assert.equal(of(4, 8, 0, 2), '──███────')
  })

  it('is a line if open equals close', () => assert.equal(of(4, 8, 0, 4), '────┃────'))

  it('is a point if there was one price', () => assert.equal(of(4, 4, 4, 4), '    ┃    '))
})
