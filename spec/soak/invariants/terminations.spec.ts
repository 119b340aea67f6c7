import { Terminations } from '../../../soak/invariants/terminations.js'
import { SubscribeRejectedError } from '../../../src/model/errors/channel-errors.js'
import { ReconnectFailedError } from '../../../src/model/errors/connection-errors.js'
import { createHarness, violate } from '../harness.js'

describe('the terminations invariant', () => {
  const begin = () => createHarness(state => new Terminations(state, violate))

  it('allows a timely rejection, to subscribers of the stream', () => {
    const { invariant, subscribe, command, reply, beginClose } = begin()
    const [first, second, late] = [subscribe({ a: 0 }), subscribe({ a: 1 }), subscribe({ a: 0 })]
    const rejection = new SubscribeRejectedError('a', 2, '')
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, undefined)
    invariant.onTerminate(first, rejection)
    expect(() => invariant.onTerminate(second, rejection)).toThrow('which it does not want there')
    beginClose(2)
    expect(() => invariant.onTerminate(late, rejection)).toThrow('a rejection of a, which was not rejected')
  })

  it('rejects a failure of a subscriber of another connection', () => {
    const { invariant, subscribe } = begin()
    const [own, other] = [subscribe({ a: 0 }), subscribe({ a: 1 })]
    const error = new ReconnectFailedError(1, new Error('gone'))
    invariant.onStatus({ connection: 0, at: 0, type: 'failed', attempts: 1, cause: error })
    invariant.onTerminate(own, error)
    expect(() => invariant.onTerminate(other, error)).toThrow('its connection has not failed')
  })
})
