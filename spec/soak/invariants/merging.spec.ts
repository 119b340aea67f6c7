import { Merging } from '../../../soak/invariants/merging.js'
import type { MarketEvent } from '../../../src/index.js'
import { createHarness, violate } from '../harness.js'

const stream = 'btcusdt@trade'

describe('the merging invariant', () => {
  /** Two sessions, of which the first has delivered trade 1. */
  const begin = () => {
    const harness = createHarness(state => new Merging(state, violate))
    const { invariant, state, on, open, subscribe } = harness
    const subscriber = subscribe({ [stream]: 0 })
    open(1, 2)
    const trade = (tradeId: number): MarketEvent => ({ type: 'trade', tradeId }) as unknown as MarketEvent
    const deliver = (...ids: readonly number[]): void => {
      for (const id of ids) {
        const event = trade(id)
        invariant.onEvent(subscriber, event)
        invariant.onMarketEvent(event)
      }
      invariant.onIdle()
    }
    /** A trade arrives on a socket, and others are delivered at once. */
    const arrive = (at: number, socket: number, id: number, ...delivered: readonly number[]): void => {
      const event = trade(id) as never
      on(socket).frame(at, { type: 'event', stream, event, errors: 0 })
      deliver(...delivered)
    }
    const wait = (now: number, ...delivered: readonly number[]): void => {
      state.now = now
      deliver(...delivered)
    }
    arrive(2, 1, 1, 1)
    return { ...harness, arrive, wait, subscriber }
  }

  it('lets an event wait for what another session may deliver', () => {
    const { arrive } = begin()
    arrive(10, 1, 3)
    arrive(100, 2, 2, 2, 3)
    arrive(110, 2, 3)
    arrive(120, 2, 4, 4)
  })

  it('requires it after 250 ms, or when every session has passed', () => {
    const { arrive, wait } = begin()
    arrive(10, 1, 3)
    wait(260)
    expect(() => wait(261)).toThrow('for 251 ms')
    const late = begin()
    late.arrive(10, 1, 3)
    late.wait(260, 3)
    const passed = begin()
    passed.arrive(10, 1, 3)
    expect(() => passed.arrive(20, 2, 3)).toThrow('which every session has passed')
  })

  it('rejects that it does not wait', () => {
    expect(() => begin().arrive(10, 1, 3, 3)).toThrow('and socket 2 may still deliver what is missing')
    const ended = begin()
    ended.arrive(10, 1, 3)
    ended.on(2).closed(20, 1006)
    ended.wait(20, 3)
  })

  it('delivers what waits also to who subscribes meanwhile', () => {
    const { arrive, subscribe, state, invariant } = begin()
    arrive(10, 1, 3)
    state.now = 100
    const second = subscribe({ [stream]: 0 })
    const receive = (tradeId: number): void =>
      invariant.onEvent(second, { type: 'trade', tradeId } as unknown as MarketEvent)
    expect(() => receive(1)).toThrow('that is not due')
    receive(3)
    expect(() => receive(3)).toThrow('that is not due')
  })

  it('requires what is next at once', () => {
    expect(() => begin().arrive(10, 2, 2)).toThrow('and nothing is missing before it')
  })

  it('rejects an event of each session, and one that is older', () => {
    const { arrive } = begin()
    arrive(10, 1, 2, 2)
    expect(() => arrive(11, 2, 2, 2)).toThrow('2 times, of 1')
    expect(() => begin().arrive(10, 2, 0, 0)).toThrow('which is newer')
    const other = begin()
    other.arrive(10, 1, 3)
    other.wait(260, 3)
    expect(() => other.wait(260, 3)).toThrow('is not due')
  })

  it('accepts lower ids of a session that has been behind for over ten seconds', () => {
    const lagging = begin()
    lagging.arrive(10, 1, 2, 2)
    lagging.arrive(20, 2, 0)
    lagging.arrive(10_021, 2, 1, 1)
    const early = begin()
    early.arrive(20, 2, -1)
    expect(() => early.arrive(10_020, 2, 0, 0)).toThrow('which is newer')
    const newer = begin()
    newer.arrive(20, 2, -1)
    newer.arrive(5_000, 1, 2, 2)
    expect(() => newer.arrive(10_021, 2, 0, 0)).toThrow('which is newer')
    const repeating = begin()
    repeating.arrive(20, 2, 0)
    expect(() => repeating.arrive(10_021, 2, -1, -1)).toThrow('which is newer')
  })

  it('rejects lower ids of a session that had caught up, however long they are behind', () => {
    const leading = begin()
    leading.arrive(10, 2, 2, 2)
    leading.arrive(20, 2, 3, 3)
    leading.arrive(25, 1, 2)
    expect(() => leading.arrive(20_000, 1, 2, 2)).toThrow('which is newer')
    const following = begin()
    following.arrive(10, 2, 1)
    following.arrive(20, 1, 2, 2)
    following.arrive(30, 1, 3, 3)
    following.arrive(35, 2, 2)
    expect(() => following.arrive(20_000, 2, 2, 2)).toThrow('which is newer')
  })

  it('rejects an event without one that had arrived', () => {
    const { invariant, arrive, on, subscriber } = begin()
    arrive(10, 1, 3)
    on(2).frame(20, { type: 'event', stream, event: { type: 'trade', tradeId: 2 }, errors: 0 })
    const event = { type: 'trade', tradeId: 3 } as unknown as MarketEvent
    expect(() => invariant.onEvent(subscriber, event)).toThrow('without { type: "trade", tradeId: 2 }')
  })

  it('counts what each session delivers to the present subscribers only', () => {
    const depth = 'btcusdt@depth5'
    const { invariant, state, on, open, subscribe } = createHarness(made => new Merging(made, violate))
    const arrive = (at: number, socket: number, lastUpdateId: number): MarketEvent => {
      const event = { type: 'depth', lastUpdateId }
      on(socket).frame(at, { type: 'event', stream: depth, event, errors: 0 })
      return event as unknown as MarketEvent
    }
    open(1, 2)
    const first = subscribe({ [depth]: 0 })
    invariant.onEvent(first, arrive(2, 1, 900_000))
    arrive(2, 2, 900_000)
    state.subscribers.delete(first)
    invariant.onUnsubscribe(first)
    // On its way when the subscriber left.
    arrive(3, 1, 900_001)
    // The exchange restarts.
    open(4, 3)
    const second = subscribe({ [depth]: 0 })
    invariant.onEvent(second, arrive(5, 1, 5))
    arrive(5, 2, 5)
    arrive(5, 3, 5)
    invariant.onEvent(second, arrive(6, 1, 5))
    expect(() => invariant.onEvent(second, arrive(6, 2, 5))).toThrow('3 times, of 2')
  })

  it('lets a session that had delivered nothing lag behind a clock that was set back', () => {
    /** A ticker an hour ahead, and the next one at the right time. */
    const beginTickers = () => {
      const { invariant, on, open, subscribe } = createHarness(state => new Merging(state, violate))
      const ticker = 'btcusdt@ticker'
      const subscriber = subscribe({ [ticker]: 0 })
      const arrive = (at: number, socket: number, eventTime: number, isDelivered = false): void => {
        const event = { type: 'ticker', eventTime }
        on(socket).frame(at, { type: 'event', stream: ticker, event, errors: 0 })
        if (isDelivered) {
          invariant.onEvent(subscriber, event as unknown as MarketEvent)
          invariant.onMarketEvent(event as unknown as MarketEvent)
        }
        invariant.onIdle()
      }
      open(1, 2)
      arrive(1_000, 1, 3_601_000, true)
      arrive(2_000, 1, 2_000, true)
      return { arrive, open }
    }
    const lagging = beginTickers()
    lagging.arrive(3_000, 2, 3_601_000)
    lagging.arrive(3_001, 2, 2_000)
    expect(() => lagging.arrive(3_002, 2, 3_000)).toThrow('has not received')
    const following = beginTickers()
    expect(() => following.arrive(3_000, 2, 3_000)).toThrow('has not received')
    const later = beginTickers()
    later.open(2_500, 3)
    expect(() => later.arrive(3_000, 3, 3_601_000)).toThrow('has not received')
  })

  describe('of klines', () => {
    const begin = () => {
      const { invariant, on, open, subscribe } = createHarness(state => new Merging(state, violate))
      const subscriber = subscribe({ 'btcusdt@kline_1m': 0 })
      open(1, 2)
      const arrive = (at: number, socket: number, eventTime: number, isDelivered = true): void => {
        const kline = { type: 'kline', openTime: 60_000, isClosed: false, tradeCount: 5, eventTime }
        const event = kline as unknown as MarketEvent
        on(socket).frame(at, {
          type: 'event',
          stream: 'btcusdt@kline_1m',
          event: kline,
          errors: 0,
        })
        if (!isDelivered) return
        invariant.onEvent(subscriber, event)
        invariant.onMarketEvent(event)
      }
      return { arrive, end: (at: number, socket: number): void => on(socket).closed(at, 3000) }
    }
    const klines = () => begin().arrive

    it('rejects an update that is no newer, until none has been for ten seconds', () => {
      const late = klines()
      late(2, 1, 90_000)
      late(10, 1, 60_000, false)
      expect(() => late(10_010, 1, 70_000)).toThrow('again, which is no newer')
      const stuck = klines()
      stuck(2, 1, 90_000)
      stuck(10, 1, 60_000, false)
      stuck(10_011, 1, 70_000)
      stuck(10_012, 1, 70_001)
      const newer = klines()
      newer(2, 1, 90_000)
      newer(10, 1, 60_000, false)
      newer(9_000, 1, 90_001)
      expect(() => newer(10_011, 1, 70_000)).toThrow('again, which is no newer')
    })

    it('accepts an update with an earlier time after the last one of the only session', () => {
      const alone = begin()
      alone.arrive(2, 1, 90_000)
      alone.end(10, 2)
      alone.arrive(10, 1, 60_000)
      const repeating = begin()
      repeating.arrive(2, 1, 90_000)
      repeating.end(10, 2)
      expect(() => repeating.arrive(10, 1, 90_000)).toThrow('again, which is no newer')
      const lagging = begin()
      lagging.arrive(2, 1, 90_000)
      lagging.end(10, 1)
      expect(() => lagging.arrive(10, 2, 60_000)).toThrow('again, which is no newer')
      const caughtUp = begin()
      caughtUp.arrive(2, 1, 90_000)
      caughtUp.end(10, 1)
      caughtUp.arrive(10, 2, 90_000, false)
      caughtUp.arrive(10, 2, 60_000)
      const beside = begin()
      beside.arrive(2, 1, 90_000)
      beside.arrive(2, 2, 90_000, false)
      expect(() => beside.arrive(10, 1, 60_000)).toThrow('again, which is no newer')
    })
  })
})
