import { Subscriptions } from '../../../soak/invariants/subscriptions.js'
import type { Exchange } from '../../../src/simulator/index.js'
import { client, createHarness, violate } from '../harness.js'

describe('the subscriptions invariant', () => {
  const options = { ...client, reconnect: { maxAttempts: Infinity } as never }
  it('rejects a half-open connection when the system is quiescent', () => {
    const connection = { path: '/stream?socket=1', subscriptions: [], halfOpen: false }
    const check = (halfOpen: boolean) => () => {
      const exchange = { connections: [{ ...connection, halfOpen }] } as unknown as Exchange
      createHarness(state => new Subscriptions(state, exchange, options, violate)).invariant.onQuiescent()
    }
    expect(check(false)).not.toThrow()
    expect(check(true)).toThrow('which is half-open')
  })

  it('requires every session to carry what is wanted', () => {
    const check =
      (rotation: false | object, at: number, ...sessions: readonly (readonly string[])[]) =>
      () => {
        const connections = sessions.map((subscriptions, index) => ({
          path: `/stream?socket=${index + 1}`,
          subscriptions,
          halfOpen: false,
        }))
        const exchange = { connections } as unknown as Exchange
        const harness = createHarness(
          state => new Subscriptions(state, exchange, { ...options, mirror: 2, rotation }, violate),
        )
        harness.subscribe({ a: 0 })
        if (sessions.length > 1) harness.open(0, 2)
        harness.state.now = at
        harness.invariant.onQuiescent()
      }
    expect(check(false, 20_000, ['a'], ['a'])).not.toThrow()
    expect(check(false, 0, ['a'], [])).toThrow('does not send a on connection 0')
    expect(check({}, 0, ['a'], [])).not.toThrow()
    expect(check({}, 20_000, ['a'], [])).toThrow('does not send a on connection 0')
    expect(check(false, 20_000, ['a'])).toThrow('connection 0 has 1 sessions of 2')
  })
})
