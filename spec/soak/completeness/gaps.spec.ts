import type { Gap, MarketEvent } from '../../../src/index.js'
import { Gaps } from '../../../soak/invariants/completeness/gaps.js'
import type { Subscriber } from '../../../soak/checker/subscriber.js'
import { createHarness, violate } from '../harness.js'

const stream = 'btcusdt@bookTicker'

describe('the gaps invariant', () => {
  it('finds the stream of an event by its frame where the payload has another symbol', () => {
    const { invariant, state, subscribe } = createHarness(made => new Gaps(made, violate))
    const trades = 'btcusdt@trade'
    const subscriber: Subscriber = {
      ...subscribe({ [trades]: 0 }),
      receivesGaps: true,
      completion: { backfill: true, history: 0 },
    }
    invariant.onSubscribe(subscriber)
    const receive = (tradeId: number, symbol = 'BTCUSDT'): void => {
      const event = { type: 'trade', symbol, tradeId, eventTime: tradeId, receivedAt: tradeId }
      const { step } = state
      state.arrivals.add(
        { stream: trades, connection: 0, socket: 1, event, at: tradeId, step },
        state.placeOf(state.socket(1)),
      )
      invariant.onEvent(subscriber, event as unknown as MarketEvent)
    }
    receive(1)
    receive(2, 'x')
    receive(3)
    expect(() => receive(5, 'x')).toThrow('receives no gap before')
  })

  /** Two sessions, and a subscriber that receives gaps. */
  const two = () => {
    const harness = createHarness(made => new Gaps(made, violate))
    const { invariant, state, open, subscribe } = harness
    open(1, 2)
    const subscriber = { ...subscribe({ [stream]: 0 }), receivesGaps: true }
    invariant.onSubscribe(subscriber)
    /** An update arrives on a socket. */
    const arrive = (at: number, socket: number, updateId: number): MarketEvent => {
      const event = { type: 'bookTicker', symbol: 'BTCUSDT', updateId, receivedAt: at }
      state.now = at
      state.step++
      state.arrivals.add(
        { stream, connection: 0, socket, event, at, step: state.step },
        state.placeOf(state.socket(socket)),
      )
      return event as unknown as MarketEvent
    }
    return { ...harness, subscriber, arrive }
  }

  /** Two sessions, of which the first has delivered update 900000. */
  const begin = () => {
    const { invariant, subscriber, arrive } = two()
    const deliver = (event: MarketEvent): void => invariant.onEvent(subscriber, event)
    /** The ids begin again with an event. */
    const reset = (event: MarketEvent & { readonly updateId: number }): void => {
      invariant.onGap(subscriber, {
        channel: { kind: 'bookTicker', symbol: 'BTCUSDT' },
        after: 900_000,
        before: event.updateId,
        since: 2,
        until: event.receivedAt,
        cause: 'reset',
        state: 'lost',
      } as unknown as Gap)
      deliver(event)
    }
    deliver(arrive(2, 1, 900_000))
    return { arrive, reset: (event: MarketEvent) => reset(event as never) }
  }

  it('accepts lower ids of a session that may lag after more than ten seconds', () => {
    const { arrive, reset } = begin()
    arrive(1_000, 1, 5)
    arrive(1_000, 2, 5)
    reset(arrive(11_001, 2, 6))
  })

  it('rejects them before', () => {
    const { arrive, reset } = begin()
    arrive(1_000, 2, 5)
    expect(() => reset(arrive(11_000, 2, 6))).toThrow('which is as new or newer')
  })

  it('rejects those of a session that has delivered newer ones', () => {
    const { arrive, reset } = begin()
    arrive(1_000, 1, 5)
    arrive(1_000, 2, 5)
    expect(() => reset(arrive(20_000, 1, 6))).toThrow('which is as new or newer')
    const other = begin()
    other.arrive(1_000, 1, 5)
    expect(() => other.reset(other.arrive(20_000, 2, 6))).toThrow('which is as new or newer')
  })

  it('accepts a loss before a session that joins where those that carried the stream forgot it', () => {
    const receive = (forgetful: readonly number[], cause: string) => () => {
      const { invariant, state, on, open, subscriber, arrive } = two()
      for (const socket of [1, 2]) {
        on(socket).command(2, 1, 'SUBSCRIBE', stream)
        on(socket).reply(3, 1, null)
        const event = arrive(4, socket, 5)
        if (socket === 1) invariant.onEvent(subscriber, event)
      }
      for (const socket of forgetful) {
        state.now = 10
        on(socket).command(10, 2, 'LIST_SUBSCRIPTIONS')
        on(socket).reply(10, 2, [])
      }
      open(11, 3)
      const event = arrive(12, 3, 9)
      const gap = { channel: { kind: 'bookTicker', symbol: 'BTCUSDT' }, after: 5, before: 9, since: 4 }
      invariant.onGap(subscriber, { ...gap, until: 12, cause, state: 'lost' } as unknown as Gap)
      invariant.onEvent(subscriber, event)
    }
    expect(receive([1, 2], 'loss')).not.toThrow()
    expect(receive([1, 2], 'disconnect')).toThrow('of which the cause should be loss')
    expect(receive([1], 'loss')).toThrow('where nothing is missing')
  })

  it('lets a fetched kline complete one that counted more trades, and none that had closed', () => {
    const receive = (isClosed: boolean) => () => {
      const { invariant, state, subscribe } = createHarness(made => new Gaps(made, violate))
      const subscriber = { ...subscribe({ 'btcusdt@kline_1m': 0 }), receivesGaps: true }
      invariant.onSubscribe(subscriber)
      const kline = (fields: object): MarketEvent => {
        const of = { type: 'kline', symbol: 'BTCUSDT', freq: '1m', timeZone: '+00:00' }
        return { ...of, openTime: 60_000, closeTime: 119_999, ...fields } as unknown as MarketEvent
      }
      state.now = 1
      invariant.onEvent(subscriber, kline({ tradeCount: 5, isClosed }))
      invariant.onEvent(subscriber, kline({ tradeCount: 0, isClosed: true, backfilled: true }))
    }
    expect(receive(false)).not.toThrow()
    expect(receive(true)).toThrow('receives no gap before')
  })
})
