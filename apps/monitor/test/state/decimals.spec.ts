/** Prices and percentages as text. */
import assert from 'node:assert/strict'
import { decimalsOf, directionOf, formatPercent, formatPrice } from '../../src/state/decimals.js'
import { describe, it } from '../runner.js'

describe('decimals', () => {
  it('counts the decimals of a price to the finest step', () => {
    assert.deepEqual([60_000, 60_000.1, 0.00000638, 1e-8, 3_000.25].map(decimalsOf), [0, 1, 8, 8, 2])
  })

  it('formats a price with the decimals of its symbol', () => {
    assert.equal(formatPrice(60_000.1, 2), '60000.10')
    assert.equal(formatPrice(undefined, 2), '–')
  })

  it('signs a percentage unless it rounds to zero', () => {
    assert.deepEqual([1.234, -1.236, 0.004, -0.004, 0].map(formatPercent), [
      '+1.23%',
      '-1.24%',
      '0.00%',
      '0.00%',
      '0.00%',
    ])
  })

  it('has the direction of the percentage as shown', () => {
    for (const percent of [1.234, -1.236, 0.005, -0.005, 0.0049, -0.0049, 1e-9, -1e-9, 0]) {
      const sign = { up: '+', down: '-', flat: '' }[directionOf(percent)]
      assert.equal(formatPercent(percent).replace(/[\d.%]/g, ''), sign)
    }
  })
})
