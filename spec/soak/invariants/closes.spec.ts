import { Closes } from '../../../soak/invariants/closes.js'
import { createHarness, violate } from '../harness.js'

describe('the closes invariant', () => {
  const begin = () => createHarness(state => new Closes(state, violate))
  const wanted = () => {
    const harness = begin()
    harness.subscribe({ a: 0 })
    return harness
  }

  it('rejects a close of a wanted connection after a frame', () => {
    const { frame, beginClose } = wanted()
    frame(1, { type: 'unparseable' })
    expect(() => beginClose(1)).toThrow('connection 0 is closed by the client without a reason')
  })

  it('allows a close of an unwanted, stale or announced connection', () => {
    expect(() => begin().beginClose(1)).not.toThrow()
    const stale = wanted()
    stale.invariant.onStatus({ connection: 0, at: 1, type: 'stale', silence: 1 })
    expect(() => stale.beginClose(1)).not.toThrow()
    const announced = wanted()
    announced.frame(1, { type: 'reply', reply: { id: undefined, result: undefined }, isShutdown: true })
    expect(() => announced.beginClose(1)).not.toThrow()
    const closed = wanted()
    closed.state.isMarketClosed = true
    expect(() => closed.beginClose(1)).not.toThrow()
  })
})
