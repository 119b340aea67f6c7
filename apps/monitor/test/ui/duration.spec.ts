/** Durations as text. */
import assert from 'node:assert/strict'
import { duration } from '../../src/ui/duration.js'
import { describe, it } from '../runner.js'

describe('duration', () => {
  it('has the two largest units', () => {
    assert.deepEqual([0, 59_999, 185_000, 7_620_000].map(duration), ['0 s', '59 s', '3 min 5 s', '2 h 7 min'])
  })
})
