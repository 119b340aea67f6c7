import { ReportedErrors } from '../../../soak/invariants/reported-errors.js'
import { StreamSilentError, SubscribeRejectedError } from '../../../src/model/errors/channel-errors.js'
import { CommandRejectedError, CommandTimeoutError } from '../../../src/model/errors/command-errors.js'
import { client, createHarness, violate } from '../harness.js'

describe('the reported errors invariant', () => {
  const begin = () => createHarness(state => new ReportedErrors(state, client, violate))

  it('requires a timeout when due, none of a closed socket', () => {
    const { command, closed, invariant, state } = begin()
    command(0, 1, 'SUBSCRIBE', 'a')
    command(1_000, 2, 'SUBSCRIBE', 'b')
    expect(() => invariant.onError(new CommandTimeoutError('SUBSCRIBE a', 5_000))).toThrow('no such command')
    state.now = 5_000
    invariant.onError(new CommandTimeoutError('SUBSCRIBE a', 5_000))
    invariant.onIdle()
    state.now = 6_001
    expect(() => invariant.onIdle()).toThrow('SUBSCRIBE timed out on connection 0')
    closed(6_002, 1006)
    invariant.onIdle()
  })

  it('requires each of two timeouts once', () => {
    const { command, invariant, state } = begin()
    command(0, 1, 'SUBSCRIBE', 'a')
    command(0, 2, 'SUBSCRIBE', 'b')
    state.now = 5_000
    invariant.onError(new CommandTimeoutError('SUBSCRIBE a', 5_000))
    expect(() => invariant.onError(new CommandTimeoutError('SUBSCRIBE a', 5_000))).toThrow('no such command')
    invariant.onError(new CommandTimeoutError('SUBSCRIBE b', 5_000))
  })

  it('requires a rejected command once', () => {
    const { command, reply, invariant } = begin()
    const rejection = new CommandRejectedError('UNSUBSCRIBE a', 2, '')
    command(0, 1, 'UNSUBSCRIBE', 'a')
    reply(1, 1, undefined)
    invariant.onError(rejection)
    invariant.onIdle()
    expect(() => invariant.onError(rejection)).toThrow('the exchange did not send')
    command(2, 2, 'UNSUBSCRIBE', 'a')
    reply(3, 2, undefined)
    expect(() => invariant.onIdle()).toThrow('did not report that the exchange rejected a command')
  })

  it('requires a rejected stream, unless a later command concerns it', () => {
    const { command, reply, invariant, subscribe } = begin()
    subscribe({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    command(1, 2, 'UNSUBSCRIBE', 'a')
    reply(2, 1, undefined)
    invariant.onIdle()
    // Of two it is not known yet which is rejected.
    command(2, 3, 'SUBSCRIBE', 'a', 'b')
    reply(2, 3, undefined)
    invariant.onIdle()
    command(3, 4, 'SUBSCRIBE', 'a')
    reply(4, 4, undefined)
    invariant.onError(new SubscribeRejectedError('a', 2, ''))
    invariant.onIdle()
    command(5, 5, 'SUBSCRIBE', 'a')
    reply(6, 5, undefined)
    expect(() => invariant.onIdle()).toThrow('did not report that the exchange rejected a stream')
  })

  it('allows a rejected stream in time for an unplaced subscriber', () => {
    const { command, reply, invariant, subscribe } = begin()
    subscribe({}, 'a')
    const rejection = new SubscribeRejectedError('a', 2, '')
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, undefined)
    invariant.onError(rejection)
    command(2, 2, 'SUBSCRIBE', 'a')
    reply(3, 2, undefined)
    invariant.onIdle()
    expect(() => invariant.onError(rejection)).toThrow('the exchange did not send')
  })

  it('rejects a silent stream that another session delivers', () => {
    const silent = (delivers: boolean) => () => {
      const { command, reply, open, invariant, state } = begin()
      command(0, 1, 'SUBSCRIBE', 'btcusdt@ticker')
      reply(0, 1, null)
      const next = open(0, 2)
      if (delivers)
        next.frame(30_000, { type: 'event', stream: 'btcusdt@ticker', event: undefined, errors: 0 })
      state.now = 60_000
      invariant.onError(new StreamSilentError({ kind: 'ticker', symbol: 'BTCUSDT' }, 60_000))
    }
    expect(silent(false)).not.toThrow()
    expect(silent(true)).toThrow('btcusdt@ticker is silent, and it is not')
  })
})
