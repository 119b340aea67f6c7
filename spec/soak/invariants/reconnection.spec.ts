import { Reconnection } from '../../../soak/invariants/reconnection.js'
import { ConnectionLostError, ServerShutdownError } from '../../../src/model/errors/connection-errors.js'
import { violate } from '../harness.js'

describe('the reconnection invariant', () => {
  const state = { now: 0 }
  const reconnect = {
    maxAttempts: 1,
    initialDelay: 1_000,
    maxDelay: 5_000,
    factor: 2,
    jitter: 0,
    minUptime: 5_000,
  }
  const cause = new ConnectionLostError('', 1006, '')
  const attempt = { connection: 0, at: 0, type: 'reconnecting', attempt: 1, delay: 1_000, cause } as const
  const failed = { connection: 0, at: 1, type: 'failed', attempts: 1, cause } as const

  it('rejects a failure before the last attempt', () => {
    new Reconnection(state, false, violate).onStatus({ ...failed, attempts: 0 })
    const invariant = new Reconnection(state, reconnect, violate)
    expect(() => invariant.onStatus({ ...failed, attempts: 0 })).toThrow('after 0 of 1')
  })

  it('rejects a failure while the free attempt is left', () => {
    const invariant = new Reconnection(state, reconnect, violate)
    invariant.onStatus(attempt)
    const shutdown = { ...failed, cause: new ServerShutdownError() }
    expect(() => invariant.onStatus(shutdown)).toThrow('failed after 1')
    invariant.onStatus(failed)
    new Reconnection(state, false, violate).onStatus({ ...shutdown, attempts: 0 })
  })

  it('counts from 1 again after the connection was unneeded', () => {
    const invariant = new Reconnection(state, reconnect, violate)
    invariant.onStatus(attempt)
    invariant.onStatus({ connection: 0, at: 1, type: 'closed', code: 1000, reason: 'no longer needed' })
    invariant.onStatus({ connection: 0, at: 1, type: 'connecting', url: '' })
    invariant.onStatus(attempt)
    expect(() => invariant.onStatus({ ...attempt, attempt: 2 })).toThrow('makes attempt 2 of 1')
  })
})
