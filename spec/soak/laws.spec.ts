/** The laws, one by one: what each must let pass, and what it must not, told by hand as a bystander would see it. */
import { type Broken, type Law } from '../../soak/law.js'
import { Commands } from '../../soak/laws/commands.js'
import { Complaints } from '../../soak/laws/complaints.js'
import { Delivery } from '../../soak/laws/delivery.js'
import { Endings } from '../../soak/laws/endings.js'
import { Limits } from '../../soak/laws/limits.js'
import { Lives } from '../../soak/laws/lives.js'
import { Patience } from '../../soak/laws/patience.js'
import { Subscriptions } from '../../soak/laws/subscriptions.js'
import { Scene, type Subscriber } from '../../soak/scene.js'
import type { Meaning } from '../../soak/truth.js'
import type { MarketEvent } from '../../src/index.js'
import {
  CommandRejectedError,
  CommandTimeoutError,
  ConnectionLostError,
  DecodeError,
  ReconnectFailedError,
  ServerShutdownError,
  SubscribeRejectedError,
} from '../../src/model/errors.js'
import type { Exchange } from '../../src/simulator/index.js'
import type { WireStep } from '../../src/testing/index.js'

const client = { commandTimeout: 5_000, heartbeatInterval: 30_000, closeTimeout: 2_000 }
const reconnect = {
  maxAttempts: 1,
  initialDelay: 1_000,
  maxDelay: 5_000,
  factor: 2,
  jitter: 0,
  minUptime: 5_000,
}
const LIST = 'LIST_SUBSCRIPTIONS'

const broken: Broken = what => {
  throw new Error(what)
}

/** A law that watches connection 0 on socket 1, which opens at 0. Each act has its time. */
function watching<L extends Law>(make: (scene: Scene) => L) {
  const scene = new Scene()
  const law = make(scene)
  const step = (whole: WireStep, meaning?: Meaning): void => {
    scene.note(whole)
    law.step?.(whole, meaning)
    if (whole.type === 'closed') scene.forget(whole.socket)
    if (meaning?.type === 'reply' && meaning.reply.id !== undefined)
      scene.noteReply(scene.socket(1), meaning.reply.id, meaning.reply.result)
  }
  const frame = (at: number, meaning: Meaning): void =>
    step({ type: 'frame', socket: 1, at, text: '{}' }, meaning)
  law.status?.({ connection: 0, at: 0, type: 'connecting', url: '' })
  step({ type: 'connect', socket: 1, at: 0, url: '' })
  step({ type: 'open', socket: 1, at: 0 })
  law.status?.({ connection: 0, at: 0, type: 'open' })
  return {
    scene,
    law,
    frame,
    command: (at: number, id: number, method: string, ...params: readonly string[]): void =>
      step({ type: 'command', socket: 1, at, text: JSON.stringify({ method, params, id }) }),
    /** Streams are a list, `null` is done, `undefined` is a refusal. */
    reply: (at: number, id: number, result: readonly string[] | null | undefined): void =>
      frame(at, { type: 'reply', reply: { id, result } }),
    leave: (at: number): void => step({ type: 'leave', socket: 1, at }),
    closed: (at: number, code: number): void =>
      step({ type: 'closed', socket: 1, at, code, reason: 'so it is' }),
    /** Somebody who listens to streams, of which it is known over which connection they come. */
    somebody: (over: Readonly<Record<string, number>>, ...unplaced: readonly string[]): Subscriber => {
      const streams = new Set([...Object.keys(over), ...unplaced])
      const subscriber = { name: 'somebody', streams, over: new Map(Object.entries(over)), alive: true }
      law.joining?.(subscriber)
      scene.subscribers.add(subscriber)
      return subscriber
    },
  }
}

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
    somebody({ a: 0 })
    command(0, 1, 'SUBSCRIBE', 'a')
    command(1, 2, 'UNSUBSCRIBE', 'a')
    reply(2, 1, undefined)
    law.settled()
    command(3, 3, 'SUBSCRIBE', 'a')
    reply(4, 3, undefined)
    law.error(new SubscribeRejectedError('a', 2, ''))
    law.settled()
    command(5, 4, 'SUBSCRIBE', 'a')
    reply(6, 4, undefined)
    expect(() => law.settled()).toThrow('did not tell that the exchange refused a stream')
  })
})

describe('the law of delivery', () => {
  const begin = () => watching(scene => new Delivery(scene, broken))
  const event = { type: 'trade', price: 1 } as unknown as MarketEvent<unknown>
  const meaning = (fields: object = event, stream = 'a'): Meaning => ({
    type: 'event',
    stream,
    event: { ...fields },
  })

  it('wants nothing delivered of a socket that was left', () => {
    const { somebody, leave, frame, law } = begin()
    const subscriber = somebody({ a: 0 })
    leave(1)
    frame(2, meaning())
    law.settled()
    expect(() => law.event(subscriber, event)).toThrow('not due')
  })

  it('wants events$ to tell once what reaches somebody, also where his connection was not known', () => {
    const { somebody, frame, law } = begin()
    const subscriber = somebody({}, 'a')
    frame(1, meaning())
    law.event(subscriber, event)
    law.anyEvent(event)
    expect(() => law.anyEvent(event)).toThrow('told it twice')
  })

  it('wants a stream to come over the connection that carried it when he came', () => {
    const { somebody, frame, law } = begin()
    somebody({ a: 1 })
    const late = somebody({}, 'a')
    frame(1, meaning())
    expect(() => law.event(late, event)).toThrow('over connection 0, and connection 1 had it already')
  })

  it('wants one complaint about a frame that is no word of the exchange', () => {
    const { frame, law } = begin()
    const error = new DecodeError(undefined, '', 'JSON', 'nothing')
    frame(1, { type: 'nonsense' })
    law.error(error)
    law.settled()
    frame(2, { type: 'nonsense' })
    law.error(error)
    expect(() => law.error(error)).toThrow('told it twice')
  })

  it.each([
    ['a list', [[1, 2]], null],
    ['a number', 1, {}],
    ['nothing', null, {}],
    ['two levels', [1, 2], [1]],
  ])('tells %s from what is no such thing', (_what, expected, got) => {
    const { somebody, frame, law } = begin()
    const subscriber = somebody({ a: 0 })
    frame(1, meaning({ value: expected }))
    const other = { value: got } as unknown as MarketEvent<unknown>
    expect(() => law.event(subscriber, other)).toThrow('value differs')
  })
})

describe('the law of statuses', () => {
  const begin = () => watching(scene => new Lives(scene, client, broken))

  it('wants a status told at its moment, and none after the last', () => {
    const { law, scene } = begin()
    expect(() => law.status({ connection: 0, at: 1, type: 'subscribing', pending: 1 })).toThrow('told at 0')
    law.closing()
    law.livesCompleted()
    scene.now = 1
    expect(() => law.status({ connection: 1, at: 1, type: 'connecting', url: '' })).toThrow(
      'after the market has closed',
    )
  })

  it('wants a link called stale only when a probe has not been answered in time', () => {
    const stale = (answers: boolean, at: number) => () => {
      const { law, scene, command, reply } = begin()
      command(30_000, 1, LIST)
      if (answers) reply(30_010, 1, [])
      scene.now = at
      law.status({ connection: 0, at, type: 'stale', silence: 1 })
    }
    expect(stale(false, 35_000)).not.toThrow()
    expect(stale(false, 34_999)).toThrow('has answered everything')
    expect(stale(true, 35_000)).toThrow('has answered everything')
  })
})

describe('the other laws', () => {
  it('let nobody be given up with a connection that is not his', () => {
    const { law, somebody } = watching(scene => new Endings(scene, broken))
    const [his, others] = [somebody({ a: 0 }), somebody({ a: 1 })]
    const error = new ReconnectFailedError(1, new Error('gone'))
    law.status({ connection: 0, at: 0, type: 'failed', attempts: 1, cause: error })
    law.ended(his, error)
    expect(() => law.ended(others, error)).toThrow('its connection was not')
  })

  it('let no dead link be held by the exchange when all has settled', () => {
    const connection = { path: '/stream?socket=1', subscriptions: [], halfOpen: false }
    const calm = (halfOpen: boolean) => () => {
      const exchange = { connections: [{ ...connection, halfOpen }] } as unknown as Exchange
      watching(scene => new Subscriptions(scene, exchange, broken)).law.calm()
    }
    expect(calm(false)).not.toThrow()
    expect(calm(true)).toThrow('a dead link')
  })

  it('take a close for too large a message or too many streams for a breach', () => {
    const { closed } = watching(() => new Limits(broken))
    expect(() => closed(1, 1009)).toThrow('for a breach: so it is')
  })

  it('let no connection be given up while a planned shutdown has its free attempt to come', () => {
    const law = new Patience(reconnect, broken)
    const cause = new ConnectionLostError('', 1006, '')
    law.status({ connection: 0, at: 0, type: 'reconnecting', attempt: 1, delay: 1_000, cause })
    const failed = { connection: 0, at: 1, type: 'failed', attempts: 1 } as const
    expect(() => law.status({ ...failed, cause: new ServerShutdownError() })).toThrow('is given up after 1')
    law.status({ ...failed, connection: 0, cause })
    new Patience(false, broken).status({ ...failed, attempts: 0, cause: new ServerShutdownError() })
  })
})
