import { Closes } from '../../../soak/invariants/closes.js'
import { client, createHarness, LIST, violate } from '../harness.js'

describe('the closes invariant', () => {
  const begin = () => createHarness(state => new Closes(state, client, violate))
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

  describe('during a rotation', () => {
    /** Socket 2 is confirmed to carry the stream at 100, of which socket 1 has a frame at 101. */
    const rotating = () => {
      const options = { ...client, rotation: {} }
      const harness = createHarness(state => new Closes(state, options, violate))
      harness.subscribe({ a: 0 })
      const next = harness.open(50, 2)
      next.command(50, 1, 'SUBSCRIBE', 'a')
      next.reply(100, 1, null)
      harness.invariant.onIdle()
      harness.frame(101, event)
      return { ...harness, next }
    }
    const event = { type: 'event', stream: 'a', event: undefined, errors: 0 } as const

    it('requires the new session to deliver what the old one does', () => {
      expect(() => rotating().beginClose(200)).toThrow('without a reason')
      const { next, beginClose } = rotating()
      next.frame(102, event)
      expect(() => beginClose(200)).not.toThrow()
      const announced = rotating()
      announced.frame(110, { type: 'reply', reply: { id: undefined, result: undefined }, isShutdown: true })
      expect(() => announced.beginClose(200)).toThrow('without a reason')
    })

    it('allows it for a quiet stream, and after 30 s', () => {
      expect(() => rotating().beginClose(2_600)).toThrow('without a reason')
      expect(() => rotating().beginClose(2_601)).not.toThrow()
      const busy = () => {
        const harness = rotating()
        harness.frame(29_000, event)
        return harness
      }
      expect(() => busy().beginClose(30_099)).toThrow('without a reason')
      expect(() => busy().beginClose(30_100)).not.toThrow()
    })

    it('allows to give up a new session that is not confirmed', () => {
      const harness = rotating()
      harness.subscribe({ b: 0 })
      const third = harness.open(200, 3)
      expect(() => third.beginClose(30_199)).toThrow('without a reason')
      const late = rotating()
      late.subscribe({ b: 0 })
      const fourth = late.open(200, 3)
      expect(() => fourth.beginClose(30_200)).not.toThrow()
    })

    it('counts an answer for a new session or a list only if it is in time', () => {
      const begun = (answeredAt: number) => {
        const harness = rotating()
        const third = harness.open(200, 3)
        third.command(200, 1, 'SUBSCRIBE', 'a')
        third.reply(answeredAt, 1, null)
        const idle = (): void => harness.invariant.onIdle()
        idle()
        return { ...third, idle }
      }
      const inTime = 199 + client.commandTimeout
      expect(() => begun(inTime).beginClose(30_200)).toThrow('without a reason')
      expect(() => begun(inTime + 1).beginClose(30_199)).toThrow('without a reason')
      expect(() => begun(inTime + 1).beginClose(30_200)).not.toThrow()
      const listed = (listedAt: number) => {
        const harness = begun(inTime + 1)
        harness.command(6_000, 2, LIST)
        harness.reply(listedAt, 2, ['a'])
        harness.idle()
        return harness
      }
      const listedInTime = 5_999 + client.commandTimeout
      expect(() => listed(listedInTime).beginClose(30_200)).toThrow('without a reason')
      expect(() => listed(listedInTime + 1).beginClose(30_200)).not.toThrow()
    })

    it('allows a close of one session that is stale', () => {
      const { next } = rotating()
      next.command(200, 2, LIST)
      expect(() => next.beginClose(5_200)).not.toThrow()
    })
  })
})
