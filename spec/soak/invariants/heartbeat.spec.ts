import { Heartbeat } from '../../../soak/invariants/heartbeat.js'
import { createHarness, LIST, violate } from '../harness.js'

describe('the heartbeat invariant', () => {
  const unwanted = () =>
    createHarness(
      state => new Heartbeat(state, { heartbeatInterval: 30_000, commandTimeout: 5_000 }, violate),
    )
  const begin = () => {
    const harness = unwanted()
    harness.subscribe({ a: 0 })
    return harness
  }
  const unparseable = { type: 'unparseable' } as const

  it('requires a probe every heartbeat', () => {
    const { command, reply, frame } = begin()
    command(30_000, 1, LIST)
    reply(35_000, 1, [])
    expect(() => frame(67_000, unparseable)).not.toThrow()
    expect(() => frame(67_001, unparseable)).toThrow('connection 0 has not been probed for 37001 ms')
  })

  it('requires a silent connection to be detected', () => {
    const { command, frame } = begin()
    command(30_000, 1, LIST)
    expect(() => frame(35_001, unparseable)).toThrow('silent since a probe 5001 ms ago')
  })

  it('requires a connection that answers no probe to be detected', () => {
    const { command, frame } = begin()
    for (const [id, at] of [30_000, 60_000].entries()) {
      command(at, id, LIST)
      frame(at, unparseable)
    }
    expect(() => frame(74_000, unparseable)).not.toThrow()
    expect(() => frame(74_001, unparseable)).toThrow('has not answered a probe for 74001 ms')
  })

  it('takes a rejection for an answer', () => {
    const { command, reply, frame } = begin()
    for (const [id, at] of [30_000, 60_000].entries()) {
      command(at, id, LIST)
      reply(at, id, undefined)
    }
    expect(() => frame(74_001, unparseable)).not.toThrow()
  })

  it('requires no probe of a connection that is not wanted', () => {
    const { frame, subscribe } = unwanted()
    expect(() => frame(90_000, unparseable)).not.toThrow()
    subscribe({ a: 0 })
    expect(() => frame(127_000, unparseable)).not.toThrow()
    expect(() => frame(127_001, unparseable)).toThrow('has not been probed for 37001 ms')
  })

  it('allows a probe as late as the client stalled', () => {
    const { frame, state } = begin()
    frame(29_000, unparseable)
    state.stall(20_000)
    expect(() => frame(57_500, unparseable)).not.toThrow()
    expect(() => frame(57_501, unparseable)).toThrow('has not been probed')
  })
})
