/** Log lines. */
import assert from 'node:assert/strict'
import { logLine } from '../../../src/ui/text/log-line.js'
import { describe, it } from '../../runner.js'

describe('logLine', () => {
  it('quotes values with spaces and omits undefined fields', () => {
    assert.equal(
      logLine(0, 'alert', { text: 'a "b"\nc', symbol: undefined, rate: 3 }),
      '1970-01-01T00:00:00.000Z alert text="a \\"b\\"\\nc" rate=3',
    )
  })
})
