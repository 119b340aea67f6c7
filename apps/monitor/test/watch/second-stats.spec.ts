/** Statistics of a second. */
import assert from 'node:assert/strict'
import { from } from 'rxjs'
import { aTrade } from 'rxmarket/testing'
import { medianLatency } from '../../src/watch/second-stats.js'
import { describe, it } from '../runner.js'

describe('medianLatency', () => {
  it('emits the median, or undefined without events', () => {
    const median = (latencies: readonly number[]) => {
      const found: (number | undefined)[] = []
      from(latencies.map(latency => aTrade({ eventTime: 1_000, receivedAt: 1_000 + latency })))
        .pipe(medianLatency())
        .subscribe(each => found.push(each))
      return found[0]
    }
    assert.deepEqual([median([]), median([3]), median([9, 1, 2]), median([4, 1, 2, 9])], [undefined, 3, 2, 3])
  })
})
