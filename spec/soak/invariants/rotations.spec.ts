import { Rotations } from '../../../soak/invariants/rotations.js'
import { client, createHarness, violate } from '../harness.js'

describe('the rotations invariant', () => {
  const begin = (options: { rotation?: false | { after: number }; mirror?: number } = {}) =>
    createHarness(
      state => new Rotations(state, { ...client, rotation: { after: 10_000 }, ...options }, violate),
    )
  const rotating = { connection: 0, type: 'rotating', streams: 0, reason: 'age', attempt: 1 } as const
  const at = (harness: ReturnType<typeof begin>, now: number) => {
    harness.state.now = now
    return harness
  }

  it('requires a reason for another session', () => {
    expect(() => begin().open(9_000, 2)).not.toThrow()
    expect(() => begin().open(8_999, 2)).toThrow('none is due to be replaced')
    expect(() => begin({ rotation: false }).open(9_000, 2)).toThrow('and has 1 already')
    const announced = begin()
    announced.frame(10, { type: 'reply', reply: { id: undefined, result: undefined }, isShutdown: true })
    expect(() => announced.open(20, 2)).not.toThrow()
    const { open } = begin()
    open(9_000, 2)
    expect(() => open(20_000, 3)).toThrow('and has 2 already')
    const mirrored = begin({ rotation: false, mirror: 2 })
    mirrored.open(0, 2)
    expect(() => mirrored.open(10, 3)).toThrow('and has 2 already')
  })

  it('requires the reason that is stated, and attempts that are counted', () => {
    const early = at(begin(), 8_999).invariant
    expect(() => early.onStatus({ ...rotating, at: 0 })).toThrow('no session is due because of age')
    const { invariant } = at(begin(), 9_000)
    expect(() => invariant.onStatus({ ...rotating, at: 0, reason: 'shutdown' })).toThrow('of shutdown')
    expect(() => invariant.onStatus({ ...rotating, at: 0, attempt: 2 })).toThrow('attempt 2 with undefined')
    invariant.onStatus({ ...rotating, at: 0 })
    expect(() => invariant.onStatus({ ...rotating, at: 0 })).toThrow('a rotation is reported twice')
    const disabled = at(begin({ rotation: false }), 9_000).invariant
    expect(() => disabled.onStatus({ ...rotating, at: 0 })).toThrow('which is disabled')
  })

  it('rejects a session that is left behind, or never replaced', () => {
    const two = begin()
    two.open(9_000, 2)
    at(two, 101_000).invariant.onIdle()
    expect(() => at(two, 101_001).invariant.onIdle()).toThrow('has had two sessions for 92001 ms')
    const old = begin()
    old.subscribe({ a: 0 })
    expect(() => at(old, 310_001).invariant.onIdle()).toThrow('is 310001 ms old, and not replaced')
  })
})
