import { Commands } from '../../../soak/invariants/commands.js'
import { client, createHarness, LIST, violate } from '../harness.js'

describe('the commands invariant', () => {
  const begin = () => createHarness(state => new Commands(state, client, violate))

  /** Frames that come regularly, from one time until before another. */
  const sendFrames = ({ frame }: ReturnType<typeof begin>, from: number, until: number): void => {
    for (let at = from; at < until; at += 500) frame(at, { type: 'event', stream: 'a', event: {}, errors: 0 })
  }

  it('allows a list once a heartbeat, or after a timeout', () => {
    const heartbeat = begin()
    sendFrames(heartbeat, 0, 30_000)
    heartbeat.command(30_000, 1, LIST)
    heartbeat.reply(30_001, 1, [])
    sendFrames(heartbeat, 30_002, 59_999)
    expect(() => heartbeat.command(59_999, 2, LIST)).toThrow('between two heartbeats')
    const timeout = begin()
    timeout.subscribe({ a: 0 })
    timeout.command(0, 1, 'SUBSCRIBE', 'a')
    sendFrames(timeout, 0, 4_999)
    expect(() => timeout.command(4_999, 2, LIST)).toThrow('between two heartbeats')
    timeout.command(5_000, 3, LIST)
  })

  it('allows a list once for each silence and clock step', () => {
    const harness = begin()
    const { command, state } = harness
    sendFrames(harness, 0, 5_000)
    expect(() => command(5_399, 1, LIST)).toThrow('between two heartbeats')
    command(5_400, 2, LIST)
    expect(() => command(5_401, 3, LIST)).toThrow('between two heartbeats')
    sendFrames(harness, 5_402, 8_000)
    state.stepClock(-60_000)
    expect(() => command(8_000, 4, LIST)).toThrow('between two heartbeats')
    state.stepClock(60_000)
    command(8_100, 5, LIST)
    expect(() => command(8_101, 6, LIST)).toThrow('between two heartbeats')
  })

  it('allows a list for each timeout noticed late after a stall', () => {
    const harness = begin()
    const { command, state, subscribe } = harness
    subscribe({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    command(100, 2, 'SUBSCRIBE', 'b')
    sendFrames(harness, 100, 4_900)
    state.now = 4_900
    state.stall(1_000)
    sendFrames(harness, 5_900, 5_901)
    command(5_900, 3, LIST)
    command(5_900, 4, LIST)
  })

  it('allows to resubscribe what a list misses, or was unsubscribed', () => {
    const { command, reply, subscribe, state } = begin()
    const subscriber = subscribe({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a', 'b')
    reply(1, 1, null)
    expect(() => command(2, 2, 'SUBSCRIBE', 'a')).toThrow('SUBSCRIBE a on connection 0, which is subscribed')
    reply(3, 2, null)
    command(30_000, 3, LIST)
    reply(30_001, 3, ['b', 'c'])
    command(30_002, 4, 'SUBSCRIBE', 'a')
    expect(() => command(30_003, 5, 'SUBSCRIBE', 'b')).toThrow('subscribed already')
    // The list shows an unwanted stream as well.
    command(30_004, 6, 'UNSUBSCRIBE', 'c')
    state.subscribers.delete(subscriber)
    reply(30_005, 4, null)
    command(30_006, 7, 'UNSUBSCRIBE', 'a')
    reply(30_007, 7, null)
    expect(() => command(30_008, 8, 'SUBSCRIBE', 'a')).toThrow('which is not wanted')
    state.subscribers.add(subscriber)
    command(30_009, 9, 'SUBSCRIBE', 'a')
  })

  it('allows to unsubscribe unwanted streams, again after a timeout', () => {
    const { command, reply, subscribe, state } = begin()
    const subscriber = subscribe({ a: 0 })
    expect(() => command(0, 1, 'UNSUBSCRIBE', 'x')).toThrow('UNSUBSCRIBE x on connection 0, which is not')
    command(1, 2, 'SUBSCRIBE', 'a')
    reply(2, 2, null)
    expect(() => command(3, 3, 'UNSUBSCRIBE', 'a')).toThrow('which is wanted')
    state.subscribers.delete(subscriber)
    command(4, 4, 'UNSUBSCRIBE', 'a')
    expect(() => command(5, 5, 'UNSUBSCRIBE', 'a')).toThrow('is not subscribed')
    command(6_000, 6, 'UNSUBSCRIBE', 'a')
  })

  it('allows jointly rejected streams only after all were active', () => {
    const { command, reply, subscribe } = begin()
    subscribe({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a', 'b')
    reply(1, 1, undefined)
    expect(() => command(2, 2, 'SUBSCRIBE', 'a', 'b')).toThrow('a, b were rejected together')
    reply(3, 2, undefined)
    command(4, 3, 'SUBSCRIBE', 'a')
    command(5, 4, 'SUBSCRIBE', 'b')
    reply(6, 3, null)
    reply(7, 4, null)
    command(30_000, 5, LIST)
    reply(30_001, 5, [])
    command(30_002, 6, 'SUBSCRIBE', 'a', 'b')
  })

  it('ignores in a list what was sent after its request', () => {
    const { command, reply, subscribe, state } = begin()
    const subscriber = subscribe({ a: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, null)
    command(30_000, 2, LIST)
    state.subscribers.delete(subscriber)
    command(30_001, 3, 'UNSUBSCRIBE', 'a')
    reply(30_002, 2, ['a'])
    expect(() => command(30_003, 4, 'UNSUBSCRIBE', 'a')).toThrow('is not subscribed')
  })

  it('allows to resubscribe a rejected stream, and rejected lists', () => {
    const { command, reply, subscribe } = begin()
    subscribe({ a: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, undefined)
    command(2, 2, 'SUBSCRIBE', 'a')
    reply(3, 2, null)
    command(30_000, 3, LIST)
    reply(30_001, 3, undefined)
    expect(() => command(30_002, 4, 'SUBSCRIBE', 'a')).toThrow('subscribed already')
  })
})
