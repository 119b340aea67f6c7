import { Statuses } from '../../../soak/invariants/statuses.js'
import { client, createHarness, LIST, violate } from '../harness.js'

describe('the statuses invariant', () => {
  const begin = () => createHarness(state => new Statuses(state, client, violate))

  it('requires a status at its time, and none after completion', () => {
    const { invariant, state } = begin()
    expect(() => invariant.onStatus({ connection: 0, at: 1, type: 'subscribing', pending: 1 })).toThrow(
      'emitted at 0',
    )
    invariant.onClosing()
    invariant.onStatusesComplete()
    state.now = state.clock = 1
    expect(() => invariant.onStatus({ connection: 1, at: 1, type: 'connecting', url: '' })).toThrow(
      'after the market has closed',
    )
  })

  it('requires a connection to subscribe to at least one stream', () => {
    const { invariant } = begin()
    invariant.onStatus({ connection: 0, at: 0, type: 'subscribing', pending: 1 })
    invariant.onStatus({ connection: 0, at: 0, type: 'live', streams: 0 })
    const status = { connection: 0, at: 0, type: 'subscribing', pending: 0 } as const
    expect(() => invariant.onStatus(status)).toThrow('is subscribing 0 streams')
  })

  it('allows a stale connection only when a probe timed out', () => {
    const stale = (answers: boolean, at: number) => () => {
      const { invariant, state, command, reply } = begin()
      command(30_000, 1, LIST)
      if (answers) reply(30_010, 1, [])
      state.now = state.clock = at
      invariant.onStatus({ connection: 0, at, type: 'stale', silence: 1 })
    }
    expect(stale(false, 35_000)).not.toThrow()
    expect(stale(false, 34_999)).toThrow('has answered every probe')
    expect(stale(true, 35_000)).toThrow('has answered every probe')
  })

  it('requires a first socket to be announced by its connection', () => {
    const { invariant, state } = begin()
    state.opening = 1
    const step = { type: 'connect', socket: 2, at: 0, url: '' } as const
    state.apply(step)
    expect(() => invariant.onWireStep(step)).toThrow('and connection 1 is not connecting')
    invariant.onStatus({ connection: 1, at: 0, type: 'connecting', url: '' })
    invariant.onWireStep(step)
    expect(state.socket(2).connection).toBe(1)
  })

  it('rejects that it closes while another session carries everything', () => {
    const { invariant, subscribe, open, closed } = begin()
    subscribe({ a: 0 })
    const next = open(1, 2)
    const status = { connection: 0, at: 5, type: 'closed', code: 1006, reason: '' } as const
    next.command(1, 1, 'SUBSCRIBE', 'a')
    next.reply(2, 1, null)
    closed(5, 1006)
    expect(() => invariant.onStatus(status)).toThrow('and another session carries every stream')
  })

  it('requires the number of sessions with mirrors', () => {
    const live = (mirror: number, sessions?: number) => () => {
      const { invariant, command, reply, subscribe } = createHarness(
        state => new Statuses(state, { ...client, mirror }, violate),
      )
      subscribe({ a: 0 })
      command(0, 1, 'SUBSCRIBE', 'a')
      invariant.onStatus({ connection: 0, at: 0, type: 'subscribing', pending: 1 })
      reply(0, 1, null)
      invariant.onStatus({
        connection: 0,
        at: 0,
        type: 'live',
        streams: 1,
        ...(sessions !== undefined && { sessions }),
      })
    }
    expect(live(1)).not.toThrow()
    expect(live(2, 1)).not.toThrow()
    expect(live(2)).toThrow('is live on undefined sessions')
    expect(live(2, 2)).toThrow('is live on 2 sessions, of 1 that are open')
  })

  it('requires wanted connections live in the end, others closed', () => {
    const { invariant, subscribe, state } = begin()
    expect(() => invariant.onQuiescent()).toThrow(
      'connection 0 is open when the system is quiescent, and not',
    )
    const subscriber = subscribe({ a: 0 })
    expect(() => invariant.onQuiescent()).toThrow('connection 0 is open when the system is quiescent')
    invariant.onStatus({ connection: 0, at: 0, type: 'closed', code: 1000, reason: '' })
    state.subscribers.delete(subscriber)
    invariant.onQuiescent()
  })
})
