import { Transport } from '../../../soak/invariants/transport.js'
import type { Exchange } from '../../../src/simulator/index.js'
import { createHarness, violate } from '../harness.js'

describe('the transport invariant', () => {
  it('requires what was sent to arrive after the latency', () => {
    const exchange = { connections: [{ id: 7, path: '/stream?socket=1' }] } as unknown as Exchange
    const { invariant, state } = createHarness(observed => new Transport(observed, exchange, 5, violate))
    invariant.onSent({ connection: 7, at: 10, text: 'x' })
    state.now = 15
    invariant.onQuiescent()
    state.now = 16
    expect(() => invariant.onQuiescent()).toThrow('socket 1 has not delivered "x", sent at 10')
  })
})
