import { Heartbeat } from '../../../soak/invariants/heartbeat.js'
import { createHarness, LIST, violate } from '../harness.js'

describe('the heartbeat invariant', () => {
  const begin = () =>
    createHarness(
      state => new Heartbeat(state, { heartbeatInterval: 30_000, commandTimeout: 5_000 }, violate),
    )

  it('requires a probe every heartbeat', () => {
    const { command, reply, frame } = begin()
    command(30_000, 1, LIST)
    reply(35_000, 1, [])
    expect(() => frame(67_000, { type: 'unparseable' })).not.toThrow()
    expect(() => frame(67_001, { type: 'unparseable' })).toThrow(
      'connection 0 has not been probed for 37001 ms',
    )
  })

  it('requires a silent connection to be detected', () => {
    const { command, frame } = begin()
    command(30_000, 1, LIST)
    expect(() => frame(35_001, { type: 'unparseable' })).toThrow('silent since a probe 5001 ms ago')
  })

  it('requires a connection that answers no probe to be detected', () => {
    const { command, frame } = begin()
    for (const [id, at] of [30_000, 60_000].entries()) {
      command(at, id, LIST)
      frame(at, { type: 'unparseable' })
    }
    expect(() => frame(74_000, { type: 'unparseable' })).not.toThrow()
    expect(() => frame(74_001, { type: 'unparseable' })).toThrow('has not answered a probe for 74001 ms')
  })
})
