import { Subscriptions } from '../../../soak/invariants/subscriptions.js'
import type { Exchange } from '../../../src/simulator/index.js'
import { createHarness, violate } from '../harness.js'

describe('the subscriptions invariant', () => {
  it('rejects a half-open connection when the system is quiescent', () => {
    const connection = { path: '/stream?socket=1', subscriptions: [], halfOpen: false }
    const check = (halfOpen: boolean) => () => {
      const exchange = { connections: [{ ...connection, halfOpen }] } as unknown as Exchange
      createHarness(state => new Subscriptions(state, exchange, violate)).invariant.onQuiescent()
    }
    expect(check(false)).not.toThrow()
    expect(check(true)).toThrow('which is half-open')
  })
})
