import type { DecodedFrame } from '../../../soak/checker/oracle.js'
import { Delivery } from '../../../soak/invariants/delivery.js'
import type { MarketEvent } from '../../../src/index.js'
import { SubscribeRejectedError } from '../../../src/model/errors/channel-errors.js'
import { DecodeError } from '../../../src/model/errors/frame-errors.js'
import { createHarness, violate } from '../harness.js'

describe('the delivery invariant', () => {
  const begin = () => createHarness(state => new Delivery(state, violate))
  const event = { type: 'trade', price: 1 } as unknown as MarketEvent<unknown>
  const decoded = (fields: object = event, stream = 'a'): DecodedFrame => ({
    type: 'event',
    stream,
    event: { ...fields },
    errors: 0,
  })

  it('rejects an event of a socket that is being closed', () => {
    const { subscribe, beginClose, frame, invariant } = begin()
    const subscriber = subscribe({ a: 0 })
    beginClose(1)
    frame(2, decoded())
    invariant.onIdle()
    expect(() => invariant.onEvent(subscriber, event)).toThrow('not due')
  })

  it('requires events$ to emit each event once', () => {
    const { subscribe, frame, invariant } = begin()
    const subscriber = subscribe({}, 'a')
    frame(1, decoded())
    invariant.onEvent(subscriber, event)
    invariant.onMarketEvent(event)
    expect(() => invariant.onMarketEvent(event)).toThrow('a duplicate')
  })

  it('requires a stream over a connection that delivered it already', () => {
    const { subscribe, frame, invariant } = begin()
    subscribe({ a: 1 })
    const late = subscribe({}, 'a')
    frame(1, decoded())
    expect(() => invariant.onEvent(late, event)).toThrow(
      'over connection 0, and connection 1 delivered it already',
    )
  })

  it('allows any connection while another subscriber is unplaced', () => {
    const { subscribe, frame, invariant } = begin()
    subscribe({ a: 1 })
    subscribe({}, 'a')
    const late = subscribe({}, 'a')
    frame(1, decoded())
    expect(() => invariant.onEvent(late, event)).not.toThrow()
  })

  it('allows any connection for a stream that was rejected', () => {
    const resubscribe = (rejected: string) => () => {
      const { subscribe, frame, invariant, state } = begin()
      const first = subscribe({ a: 1 })
      // It subscribes again in its error handler.
      state.subscribers.delete(first)
      invariant.onTerminate(first, new SubscribeRejectedError(rejected, 2, 'invalid stream'))
      const again = subscribe({}, 'a')
      frame(1, decoded())
      invariant.onEvent(again, event)
    }
    expect(resubscribe('a')).not.toThrow()
    expect(resubscribe('b')).toThrow('connection 1 delivered it already')
  })

  it('allows the connection of a subscriber that resubscribes on error', () => {
    const { subscribe, frame, invariant, state } = begin()
    subscribe({ a: 1 })
    const first = subscribe({ a: 0, b: 2 })
    invariant.onStatus({ connection: 2, at: 0, type: 'failed', attempts: 0, cause: new Error('lost') })
    // Its subscription to `a` ends when the handler returns.
    state.subscribers.delete(first)
    invariant.onTerminate(first, new Error('lost'))
    const again = subscribe({}, 'a', 'b')
    invariant.onIdle()
    frame(1, decoded())
    expect(() => invariant.onEvent(again, event)).not.toThrow()
    state.subscribers.delete(again)
    invariant.onUnsubscribe(again)
    const late = subscribe({}, 'a')
    frame(2, decoded())
    expect(() => invariant.onEvent(late, event)).toThrow('connection 1 delivered it already')
  })

  it('requires one error for an unparseable frame', () => {
    const { frame, invariant } = begin()
    const error = new DecodeError(undefined, '', 'JSON', 'nothing')
    invariant.onIdle()
    expect(() => invariant.onError(error)).toThrow('reported it twice')
    invariant.onIdle()
    frame(1, { type: 'unparseable' })
    invariant.onError(error)
    invariant.onIdle()
    frame(2, { type: 'unparseable' })
    invariant.onError(error)
    expect(() => invariant.onError(error)).toThrow('reported it twice')
  })

  describe('with an invalid frame of a low id', () => {
    /** A trade that is lower than any of the exchange's, and one of the exchange's. */
    const start = () => {
      const harness = begin()
      const { subscribe, on, invariant } = harness
      const subscriber = subscribe({ a: 0 })
      const trade = (tradeId: number, eventTime: number): MarketEvent<unknown> =>
        ({ type: 'trade', tradeId, eventTime }) as unknown as MarketEvent<unknown>
      const arrive = (
        at: number,
        socket: number,
        event: MarketEvent<unknown>,
        isDelivered: boolean,
      ): void => {
        on(socket).frame(at, decoded(event))
        if (isDelivered) {
          invariant.onEvent(subscriber, event)
          invariant.onMarketEvent(event)
        }
        invariant.onIdle()
      }
      arrive(1, 1, trade(1, 1), true)
      return { ...harness, trade, arrive }
    }

    it('requires the events after it on its session', () => {
      const { trade, arrive } = start()
      expect(() => arrive(2, 1, trade(900_000, 2), false)).toThrow('did not receive')
    })

    it('allows a session that opened beside others to be behind them', () => {
      const { open, beginClose, closed, trade, arrive } = start()
      arrive(2, 1, trade(900_000, 2), true)
      open(3, 2)
      beginClose(4)
      closed(5, 1000)
      // The exchange has restarted.
      arrive(1_000, 2, trade(1, 1_000), false)
      arrive(11_000, 2, trade(2, 11_000), false)
      expect(() => arrive(11_001, 2, trade(3, 11_001), false)).toThrow('did not receive')
    })
  })

  it.each([
    ['a list', [[1, 2]], null],
    ['a number', 1, {}],
    ['null', null, {}],
    ['two levels', [1, 2], [1]],
  ])('distinguishes %s from another value', (_what, expected, actual) => {
    const { subscribe, frame, invariant } = begin()
    const subscriber = subscribe({ a: 0 })
    frame(1, decoded({ levels: [[1, 2]], value: expected }))
    const other = { levels: [[1, 2]], value: actual } as unknown as MarketEvent<unknown>
    expect(() => invariant.onEvent(subscriber, other)).toThrow('value differs')
  })
})
