/** The laws of what the client and the exchange say to each other: what each must let pass, and what it must not. */
import { Commands } from '../../../soak/laws/commands.js'
import { Complaints } from '../../../soak/laws/complaints.js'
import { Limits } from '../../../soak/laws/limits.js'
import { Wire } from '../../../soak/laws/wire.js'
import {
  CommandRejectedError,
  CommandTimeoutError,
  SubscribeRejectedError,
} from '../../../src/model/errors.js'
import type { Exchange } from '../../../src/simulator/index.js'
import { broken, client, LIST, watching } from '../watching.js'

describe('the law of commands', () => {
  const begin = () => watching(scene => new Commands(scene, client, broken))

  it('lets a list be asked for once a heartbeat, or after a silence', () => {
    const beat = begin()
    beat.command(30_000, 1, LIST)
    beat.reply(30_001, 1, [])
    expect(() => beat.command(59_999, 2, LIST)).toThrow('between two heartbeats')
    const silence = begin()
    silence.somebody({ a: 0 })
    silence.command(0, 1, 'SUBSCRIBE', 'a')
    expect(() => silence.command(4_999, 2, LIST)).toThrow('between two heartbeats')
    silence.command(5_000, 3, LIST)
  })

  it('lets a stream be asked for again when a list has shown it missing, or it was left', () => {
    const { command, reply, somebody, scene } = begin()
    const subscriber = somebody({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a', 'b')
    reply(1, 1, null)
    expect(() => command(2, 2, 'SUBSCRIBE', 'a')).toThrow('SUBSCRIBE a on connection 0, which it was told')
    reply(3, 2, null)
    command(30_000, 3, LIST)
    reply(30_001, 3, ['b', 'c'])
    command(30_002, 4, 'SUBSCRIBE', 'a')
    expect(() => command(30_003, 5, 'SUBSCRIBE', 'b')).toThrow('told already')
    // It shows as well what nobody asked for.
    command(30_004, 6, 'UNSUBSCRIBE', 'c')
    scene.subscribers.delete(subscriber)
    reply(30_005, 4, null)
    command(30_006, 7, 'UNSUBSCRIBE', 'a')
    reply(30_007, 7, null)
    expect(() => command(30_008, 8, 'SUBSCRIBE', 'a')).toThrow('nobody wants')
    scene.subscribers.add(subscriber)
    command(30_009, 9, 'SUBSCRIBE', 'a')
  })

  it('lets only that be left which is sent and not wanted, and said again only after a silence', () => {
    const { command, reply, somebody, scene } = begin()
    const subscriber = somebody({ a: 0 })
    expect(() => command(0, 1, 'UNSUBSCRIBE', 'x')).toThrow(
      'UNSUBSCRIBE x on connection 0, which it does not',
    )
    command(1, 2, 'SUBSCRIBE', 'a')
    reply(2, 2, null)
    expect(() => command(3, 3, 'UNSUBSCRIBE', 'a')).toThrow('which is wanted')
    scene.subscribers.delete(subscriber)
    command(4, 4, 'UNSUBSCRIBE', 'a')
    expect(() => command(5, 5, 'UNSUBSCRIBE', 'a')).toThrow('does not send')
    command(6_000, 6, 'UNSUBSCRIBE', 'a')
  })

  it('lets what was refused together be asked for together only when all of it has been carried since', () => {
    const { command, reply, somebody } = begin()
    somebody({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a', 'b')
    reply(1, 1, undefined)
    expect(() => command(2, 2, 'SUBSCRIBE', 'a', 'b')).toThrow('a, b were refused together')
    reply(3, 2, undefined)
    command(4, 3, 'SUBSCRIBE', 'a')
    command(5, 4, 'SUBSCRIBE', 'b')
    reply(6, 3, null)
    reply(7, 4, null)
    command(30_000, 5, LIST)
    reply(30_001, 5, [])
    command(30_002, 6, 'SUBSCRIBE', 'a', 'b')
  })

  it('learns nothing from a list about what was said after it was asked for', () => {
    const { command, reply, somebody, scene } = begin()
    const subscriber = somebody({ a: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, null)
    command(30_000, 2, LIST)
    scene.subscribers.delete(subscriber)
    command(30_001, 3, 'UNSUBSCRIBE', 'a')
    reply(30_002, 2, ['a'])
    expect(() => command(30_003, 4, 'UNSUBSCRIBE', 'a')).toThrow('does not send')
  })

  it('lets a stream that was refused alone be asked for again, and a list be refused', () => {
    const { command, reply, somebody } = begin()
    somebody({ a: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, undefined)
    command(2, 2, 'SUBSCRIBE', 'a')
    reply(3, 2, null)
    command(30_000, 3, LIST)
    reply(30_001, 3, undefined)
    expect(() => command(30_002, 4, 'SUBSCRIBE', 'a')).toThrow('told already')
  })
})

describe('the law of complaints', () => {
  const begin = () => watching(scene => new Complaints(scene, client, broken))

  it('wants a silence told when it is over, and none of a socket that has gone', () => {
    const { command, closed, law, scene } = begin()
    command(0, 1, 'SUBSCRIBE', 'a')
    command(1_000, 2, 'SUBSCRIBE', 'b')
    expect(() => law.error(new CommandTimeoutError('SUBSCRIBE a', 5_000))).toThrow('no such command')
    scene.now = 5_000
    law.error(new CommandTimeoutError('SUBSCRIBE a', 5_000))
    law.settled()
    scene.now = 6_001
    expect(() => law.settled()).toThrow('SUBSCRIBE on connection 0 was not answered')
    closed(6_002, 1006)
    law.settled()
  })

  it('wants each of two silences told, once', () => {
    const { command, law, scene } = begin()
    command(0, 1, 'SUBSCRIBE', 'a')
    command(0, 2, 'SUBSCRIBE', 'b')
    scene.now = 5_000
    law.error(new CommandTimeoutError('SUBSCRIBE a', 5_000))
    expect(() => law.error(new CommandTimeoutError('SUBSCRIBE a', 5_000))).toThrow('no such command')
    law.error(new CommandTimeoutError('SUBSCRIBE b', 5_000))
  })

  it('wants a refused command told once', () => {
    const { command, reply, law } = begin()
    const refusal = new CommandRejectedError('UNSUBSCRIBE a', 2, '')
    command(0, 1, 'UNSUBSCRIBE', 'a')
    reply(1, 1, undefined)
    law.error(refusal)
    law.settled()
    expect(() => law.error(refusal)).toThrow('said nothing such')
    command(2, 2, 'UNSUBSCRIBE', 'a')
    reply(3, 2, undefined)
    expect(() => law.settled()).toThrow('did not tell that the exchange refused a command')
  })

  it('wants a refused stream told, unless something was said of it since', () => {
    const { command, reply, law, somebody } = begin()
    somebody({ a: 0, b: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    command(1, 2, 'UNSUBSCRIBE', 'a')
    reply(2, 1, undefined)
    law.settled()
    // Of two it is not known yet which is to blame.
    command(2, 3, 'SUBSCRIBE', 'a', 'b')
    reply(2, 3, undefined)
    law.settled()
    command(3, 4, 'SUBSCRIBE', 'a')
    reply(4, 4, undefined)
    law.error(new SubscribeRejectedError('a', 2, ''))
    law.settled()
    command(5, 5, 'SUBSCRIBE', 'a')
    reply(6, 5, undefined)
    expect(() => law.settled()).toThrow('did not tell that the exchange refused a stream')
  })

  it('lets a refused stream be told, in its moment, where nobody knows whose it is', () => {
    const { command, reply, law, somebody } = begin()
    somebody({}, 'a')
    const refusal = new SubscribeRejectedError('a', 2, '')
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, undefined)
    law.error(refusal)
    command(2, 2, 'SUBSCRIBE', 'a')
    reply(3, 2, undefined)
    law.settled()
    expect(() => law.error(refusal)).toThrow('said nothing such')
  })
})

describe('the law of the wire', () => {
  it('wants what was sent to come out once the way is done', () => {
    const exchange = { connections: [{ id: 7, path: '/stream?socket=1' }] } as unknown as Exchange
    const { law, scene } = watching(scene => new Wire(scene, exchange, 5, broken))
    law.sent({ connection: 7, at: 10, text: 'x' })
    scene.now = 15
    law.calm()
    scene.now = 16
    expect(() => law.calm()).toThrow('socket 1 has not said x, sent at 10')
  })
})

describe('the law of limits', () => {
  const hear =
    (kinds: string, every = 1) =>
    () => {
      const law = new Limits(broken)
      for (const [n, kind] of [...kinds].entries())
        law.received({ connection: 1, at: n * every, kind: kind === 'o' ? 'pong' : 'message', text: '' })
    }

  it('counts five messages a second, with one of the pongs', () => {
    expect(hear('mmmmm')).not.toThrow()
    expect(hear('mmmmoooo')).not.toThrow()
    expect(hear('mmmmmm')).toThrow('6 messages within a second')
    expect(hear('mmmmmo')).toThrow('6 messages within a second')
    expect(hear('mmmmmmmmmm', 200)).not.toThrow()
    expect(hear('mmmmmm', 199)).toThrow('6 messages within a second')
  })

  it('takes a close for too large a message or too many streams for a breach', () => {
    const { closed } = watching(() => new Limits(broken))
    expect(() => closed(1, 1009)).toThrow('for a breach: so it is')
  })
})
