/** The laws of what those who listen get to hear: what each must let pass, and what it must not. */
import { Delivery } from '../../../soak/laws/delivery.js'
import { Endings } from '../../../soak/laws/endings.js'
import { Lives } from '../../../soak/laws/lives.js'
import { Patience } from '../../../soak/laws/patience.js'
import { Subscriptions } from '../../../soak/laws/subscriptions.js'
import type { Meaning } from '../../../soak/truth.js'
import type { MarketEvent } from '../../../src/index.js'
import {
  ConnectionLostError,
  DecodeError,
  ReconnectFailedError,
  ServerShutdownError,
  SubscribeRejectedError,
} from '../../../src/model/errors.js'
import type { Exchange } from '../../../src/simulator/index.js'
import { broken, client, LIST, watching } from '../watching.js'

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
    law.settled()
    expect(() => law.error(error)).toThrow('told it twice')
    law.settled()
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
    frame(1, meaning({ levels: [[1, 2]], value: expected }))
    const other = { levels: [[1, 2]], value: got } as unknown as MarketEvent<unknown>
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

  it('wants a connection that subscribes to have something to subscribe', () => {
    const { law } = begin()
    law.status({ connection: 0, at: 0, type: 'subscribing', pending: 1 })
    law.status({ connection: 0, at: 0, type: 'live', streams: 0 })
    const status = { connection: 0, at: 0, type: 'subscribing', pending: 0 } as const
    expect(() => law.status(status)).toThrow('is subscribing 0 streams')
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

  it('takes the next socket for that of the connection that connects', () => {
    const { law, scene } = begin()
    law.status({ connection: 1, at: 0, type: 'connecting', url: '' })
    const step = { type: 'connect', socket: 2, at: 0, url: '' } as const
    scene.note(step)
    law.step(step, undefined)
    expect(scene.inUse(0)?.number).toBe(1)
    expect(scene.socket(2).connection).toBe(1)
  })

  it('wants a connection live in the end where it is wanted, and closed where it is not', () => {
    const { law, somebody, scene } = begin()
    expect(() => law.calm()).toThrow('connection 0 is open after all has settled, and nobody wants it')
    const subscriber = somebody({ a: 0 })
    expect(() => law.calm()).toThrow('connection 0 is open after all has settled')
    law.status({ connection: 0, at: 0, type: 'closed', code: 1000, reason: '' })
    scene.subscribers.delete(subscriber)
    law.calm()
  })
})

describe('the law of patience', () => {
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

  it('lets no connection be given up before its last attempt', () => {
    new Patience(false, broken).status({ ...failed, attempts: 0 })
    expect(() => new Patience(reconnect, broken).status({ ...failed, attempts: 0 })).toThrow('after 0 of 1')
  })

  it('lets none be given up while a planned shutdown has its free attempt to come', () => {
    const law = new Patience(reconnect, broken)
    law.status(attempt)
    expect(() => law.status({ ...failed, cause: new ServerShutdownError() })).toThrow('is given up after 1')
    law.status(failed)
    new Patience(false, broken).status({ ...failed, attempts: 0, cause: new ServerShutdownError() })
  })

  it('counts from one again when the connection was closed because nobody needed it', () => {
    const law = new Patience(reconnect, broken)
    law.status(attempt)
    law.status({ connection: 0, at: 1, type: 'closed', code: 1000, reason: 'no longer needed' })
    law.status(attempt)
    expect(() => law.status({ ...attempt, attempt: 2 })).toThrow('makes attempt 2 of 1')
  })
})

describe('the other laws', () => {
  it('let a refusal be heard in its moment, by those who asked for the stream', () => {
    const { law, somebody, command, reply, leave } = watching(scene => new Endings(scene, broken))
    const [first, second, late] = [somebody({ a: 0 }), somebody({ a: 1 }), somebody({ a: 0 })]
    const refusal = new SubscribeRejectedError('a', 2, '')
    command(0, 1, 'SUBSCRIBE', 'a')
    reply(1, 1, undefined)
    law.ended(first, refusal)
    expect(() => law.ended(second, refusal)).toThrow('which it did not ask for')
    leave(2)
    expect(() => law.ended(late, refusal)).toThrow('was told that a was refused, and it was not')
  })

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
})
