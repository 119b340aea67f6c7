import { Addresses, type AddressesOptions } from '../../../soak/invariants/addresses.js'
import { client, createHarness, violate } from '../harness.js'

describe('the addresses invariant', () => {
  const url = ['ws://a', 'ws://b', 'ws://c']
  /** Socket 1 has connected to the first address. */
  const begin = (options: Partial<AddressesOptions> = {}) =>
    createHarness(state => new Addresses(state, { ...client, url, ...options }, violate), 'ws://a/stream')
  const connecting = { connection: 0, at: 1, type: 'connecting', url: '' } as const

  it('requires the next address after a failure, else the same', () => {
    const after = (type: 'reconnecting' | 'closed', address: string) => () => {
      const { invariant, closed, open } = begin()
      closed(1, 1006)
      invariant.onStatus({ connection: 0, at: 1, type: 'closed', code: 1006, reason: '' })
      if (type === 'reconnecting')
        invariant.onStatus({ connection: 0, at: 1, type, attempt: 1, delay: 0, cause: new Error('lost') })
      invariant.onStatus(connecting)
      open(1, 2, address)
    }
    expect(after('reconnecting', 'ws://b/stream')).not.toThrow()
    expect(after('reconnecting', 'ws://a/stream')).toThrow('connects to ws://a/stream, after ws://a')
    expect(after('reconnecting', 'ws://c/stream')).toThrow('connects to ws://c/stream, after ws://a')
    expect(after('closed', 'ws://a/stream')).not.toThrow()
    expect(after('closed', 'ws://b/stream')).toThrow('connects to ws://b/stream, after ws://a')
    expect(after('closed', 'ws://d/stream')).toThrow('which is not in its list')
  })

  it('rejects that mirrors share an address while one is free', () => {
    expect(() => begin({ mirror: 2 }).open(1, 2, 'ws://b/stream')).not.toThrow()
    expect(() => begin({ mirror: 2 }).open(1, 2, 'ws://a/stream')).toThrow('which 1 sessions use')
  })
})
