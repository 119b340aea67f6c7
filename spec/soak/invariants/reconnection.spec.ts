import { ObservedState } from '../../../soak/checker/observed-state.js'
import { Reconnection, type ReconnectionOptions } from '../../../soak/invariants/reconnection.js'
import { ConnectionLostError, ServerShutdownError } from '../../../src/model/errors/connection-errors.js'
import { createHarness, violate } from '../harness.js'

describe('the reconnection invariant', () => {
  const reconnect = {
    maxAttempts: 1,
    initialDelay: 1_000,
    maxDelay: 5_000,
    factor: 2,
    jitter: 0,
    minUptime: 5_000,
  }
  const create = (options: Partial<ReconnectionOptions> = {}) =>
    new Reconnection(new ObservedState(), { reconnect, mirror: 1, ...options }, violate)
  const cause = new ConnectionLostError('', 1006, '')
  const attempt = { connection: 0, at: 0, type: 'reconnecting', attempt: 1, delay: 1_000, cause } as const
  const failed = { connection: 0, at: 1, type: 'failed', attempts: 1, cause } as const

  it('rejects a failure before the last attempt', () => {
    create({ reconnect: false }).onStatus({ ...failed, attempts: 0 })
    const invariant = create()
    expect(() => invariant.onStatus({ ...failed, attempts: 0 })).toThrow('after 0 of 1')
  })

  it('rejects a failure while the free attempt is left', () => {
    const invariant = create()
    invariant.onStatus(attempt)
    const shutdown = { ...failed, cause: new ServerShutdownError() }
    expect(() => invariant.onStatus(shutdown)).toThrow('failed after 1')
    invariant.onStatus(failed)
    create({ reconnect: false }).onStatus({ ...shutdown, attempts: 0 })
  })

  it('counts from 1 again after the connection was unneeded', () => {
    const invariant = create()
    invariant.onStatus(attempt)
    invariant.onStatus({ connection: 0, at: 1, type: 'closed', code: 1000, reason: 'no longer needed' })
    invariant.onStatus({ connection: 0, at: 1, type: 'connecting', url: '' })
    invariant.onStatus(attempt)
    expect(() => invariant.onStatus({ ...attempt, attempt: 2 })).toThrow('makes attempt 2 of 1')
  })

  it('counts no attempt while another session goes on', () => {
    const begin = () =>
      createHarness(state => new Reconnection(state, { reconnect, mirror: 1 }, violate)).invariant
    begin().onStatus({ ...attempt, attempt: 0, delay: 0 })
    expect(() => begin().onStatus(attempt)).toThrow('makes attempt 1, and has another session')
  })

  it('limits the attempts of mirrors', () => {
    const invariant = create({ mirror: 2 })
    invariant.onStatus({ ...attempt, delay: 4_000 })
    expect(() => invariant.onStatus({ ...attempt, attempt: 2 })).toThrow('attempt 2 of 1')
    expect(() => invariant.onStatus({ ...failed, attempts: 0 })).toThrow('failed after 0 of 1')
    invariant.onStatus(failed)
  })
})
