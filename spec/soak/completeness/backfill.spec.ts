import { Backfill } from '../../../soak/invariants/completeness/backfill.js'
import type { Completion, Subscriber } from '../../../soak/checker/subscriber.js'
import type { Gap, MarketEvent } from '../../../src/index.js'
import { createHarness, violate } from '../harness.js'

type Fields = Readonly<Record<string, unknown>>

/** Of the same kline, of which each has more trades than one before it. */
const kline = (eventTime: number, tradeCount: number): Fields => ({
  type: 'kline',
  symbol: 'BTCUSDT',
  freq: '1m',
  timeZone: '+00:00',
  openTime: 0,
  isClosed: false,
  eventTime,
  tradeCount,
})
const trade = (eventTime: number, tradeId: number): Fields => ({
  type: 'trade',
  symbol: 'BTCUSDT',
  eventTime,
  tradeId,
})

/** An aggregate of an answer, and its event. */
const row = (a: number) => ({ a, p: '1', q: '1', f: a, l: a, T: a, m: true })
const fetched = (aggregateTradeId: number): Fields => ({
  type: 'aggTrade',
  symbol: 'BTCUSDT',
  aggregateTradeId,
  firstTradeId: aggregateTradeId,
  lastTradeId: aggregateTradeId,
  price: 1,
  quantity: 1,
  tradeTime: aggregateTradeId,
  eventTime: aggregateTradeId,
  isBuyerMaker: true,
  backfilled: true,
})

describe('the backfill invariant', () => {
  /** Two sessions of a stream that waits for history. */
  const begin = (stream: string, completion: Completion = { backfill: false, history: 10 }) => {
    const { state, invariant, open, on } = createHarness(
      observed => new Backfill(observed, { decimal: Number, backfill: false }, violate),
    )
    open(1, 2)
    state.arrivals.track(stream)
    const subscriber: Subscriber = {
      name: 'subscriber',
      streams: new Set([stream]),
      connections: new Map([[stream, 0]]),
      alive: true,
      receivesGaps: true,
      completion,
    }
    invariant.onSubscribe(subscriber)
    state.subscribers.add(subscriber)
    const arrive = (at: number, socket: number, event: Fields): void =>
      on(socket).frame(at, { type: 'event', stream, event, errors: 0 })
    const deliver = (...events: readonly Fields[]): void => {
      for (const event of events) invariant.onEvent(subscriber, event as unknown as MarketEvent)
    }
    /** The exchange answers request `request` with aggregates. */
    const answer = (request: number, ...ids: readonly number[]): void => {
      const url = 'http://exchange.local/api/v3/aggTrades?symbol=BTCUSDT'
      invariant.onRestStep({ type: 'request', request, at: 1, url })
      const response = { status: 200, headers: {}, body: JSON.stringify(ids.map(row)) }
      invariant.onRestStep({ type: 'response', request, at: 1, response })
    }
    return { arrive, deliver, answer, invariant }
  }

  it('counts history that a later answer has again, for a gap', () => {
    const { arrive, deliver, answer, invariant } = begin('btcusdt@aggTrade', { backfill: true, history: 2 })
    answer(1, 1, 2, 3)
    deliver(fetched(2), fetched(3))
    const channel = { kind: 'aggTrade', symbol: 'BTCUSDT' }
    invariant.onMarketGap({ id: 1, channel, after: 2, before: 4, state: 'open' } as Gap)
    answer(2, 3)
    invariant.onMarketEvent(fetched(3) as unknown as MarketEvent)
    const live = { ...fetched(4), backfilled: false }
    arrive(10, 1, live)
    deliver(live)
  })

  it('does not count as history what fills a gap', () => {
    const { arrive, deliver, answer, invariant } = begin('btcusdt@aggTrade', { backfill: true, history: 2 })
    answer(1, 1, 2, 3)
    const channel = { kind: 'aggTrade', symbol: 'BTCUSDT' }
    invariant.onMarketGap({ id: 1, channel, after: 2, before: 4, state: 'open' } as Gap)
    deliver(fetched(2), fetched(3))
    invariant.onMarketEvent(fetched(3) as unknown as MarketEvent)
    const live = { ...fetched(4), backfilled: false }
    arrive(10, 1, live)
    expect(() => deliver(live)).toThrow('receives 1 elements of history of 2')
  })

  it('accepts another symbol in the payload of a stream', () => {
    const { arrive, deliver } = begin('btcusdt@trade')
    const other = { ...trade(18, 1_000_002), symbol: 'x' }
    arrive(10, 1, trade(8, 1_000_001))
    arrive(20, 1, other)
    deliver(trade(8, 1_000_001), other)
    expect(() => deliver(other)).toThrow('a live event that is not due')
    const never = { ...other, tradeId: 1_000_003 }
    expect(() => deliver(never)).toThrow('an event that it has not asked for')
  })

  it('expects what two sessions deliver in the order of ids', () => {
    const { arrive, deliver } = begin('btcusdt@trade')
    arrive(10, 1, trade(8, 1_000_001))
    arrive(20, 1, trade(18, 1_000_003))
    arrive(30, 2, trade(15, 1_000_002))
    deliver(trade(8, 1_000_001), trade(15, 1_000_002), trade(18, 1_000_003))
  })

  it('expects a kline with fewer trades after those of before a restart', () => {
    const { arrive, deliver } = begin('btcusdt@kline_1m')
    arrive(10, 1, kline(8, 41))
    arrive(20, 1, kline(18, 1))
    arrive(21, 2, kline(18, 1))
    arrive(30, 2, kline(28, 16))
    deliver(kline(8, 41), kline(18, 1), kline(28, 16))
  })

  it('rejects a kline of before a restart after one of since', () => {
    const { arrive, deliver } = begin('btcusdt@kline_1m')
    arrive(10, 1, kline(8, 41))
    arrive(20, 1, kline(18, 1))
    expect(() => deliver(kline(18, 1), kline(8, 41))).toThrow(
      'should receive { type: "kline", symbol: "BTCUSDT"',
    )
  })

  it('expects ids that began again after those of before', () => {
    const { arrive, deliver } = begin('btcusdt@trade')
    arrive(10, 1, trade(8, 1_000_001))
    arrive(20, 1, trade(18, 1))
    arrive(30, 2, trade(28, 2))
    deliver(trade(8, 1_000_001), trade(18, 1), trade(28, 2))
    const other = begin('btcusdt@trade')
    other.arrive(10, 1, trade(8, 1_000_001))
    other.arrive(20, 1, trade(18, 1))
    expect(() => other.deliver(trade(18, 1))).toThrow('first')
  })

  describe('on a stream that is shared', () => {
    /** A session of a stream with a plain subscriber, which a completed one joins or follows. */
    const share = (stream = 'btcusdt@kline_1m') => {
      const { state, invariant, on, open } = createHarness(
        observed => new Backfill(observed, { decimal: Number, backfill: false }, violate),
      )
      const create = (name: string): Subscriber => ({
        name,
        streams: new Set([stream]),
        connections: new Map([[stream, 0]]),
        alive: true,
      })
      const plain = create('plain')
      const completed = { ...create('completed'), completion: { backfill: true, history: 0 } }
      state.addSubscriber(plain)
      return {
        open,
        arrive: (at: number, event: Fields, socket = 1): void => {
          on(socket).frame(at, { type: 'event', stream, event, errors: 0 })
        },
        leave: () => state.removeSubscriber(plain),
        /** The completed one subscribes. */
        complete: (): void => {
          state.arrivals.track(stream)
          invariant.onSubscribe(completed)
          state.addSubscriber(completed)
        },
        deliver: (...events: readonly Fields[]): void => {
          for (const event of events) invariant.onEvent(completed, event as unknown as MarketEvent)
        },
        idle: (at = state.now): void => {
          state.now = at
          invariant.onIdle()
        },
      }
    }

    it('lets the client drop what is no newer than what came before a subscription', () => {
      const { arrive, complete, idle } = share()
      arrive(10, kline(90_000, 5))
      complete()
      arrive(20, kline(60_000, 4))
      idle()
      arrive(30, kline(90_001, 6))
      expect(() => idle()).toThrow('did not receive { type: "kline"')
    })

    it('expects what follows an earlier event that the only session delivered', () => {
      const { arrive, complete, deliver, idle } = share()
      arrive(10, kline(90_000, 5))
      complete()
      arrive(20, kline(60_000, 2))
      arrive(21, kline(60_001, 3))
      deliver(kline(60_000, 2))
      arrive(22, kline(60_001, 3))
      idle()
      arrive(23, kline(60_002, 4))
      expect(() => idle()).toThrow('did not receive { type: "kline"')
    })

    it('lets the client drop what another session has of before', () => {
      const { open, arrive, complete, deliver, idle } = share()
      open(1, 2)
      arrive(10, kline(90_000, 5))
      complete()
      arrive(20, kline(60_000, 2))
      deliver(kline(60_000, 2))
      arrive(1_000, kline(89_999, 4), 2)
      idle(1_300)
    })

    it('compares nothing with events of before the subscriptions', () => {
      const { arrive, leave, complete, idle } = share()
      arrive(10, kline(90_000, 5))
      leave()
      arrive(11, kline(90_001, 6))
      complete()
      arrive(20, kline(60_000, 4))
      expect(() => idle()).toThrow('did not receive { type: "kline"')
    })

    it('compares with those of before where the client may not have closed the stream', () => {
      const { arrive, leave, complete, idle } = share()
      arrive(10, kline(90_000, 5))
      leave()
      complete()
      arrive(20, kline(60_000, 4))
      idle()
    })

    it('lets the client drop ids of after a restart that come again after a late delivery', () => {
      const { open, arrive, complete, deliver, idle } = share('btcusdt@trade')
      open(1, 2)
      complete()
      arrive(10, trade(8, 1_000_001))
      arrive(20, trade(18, 1), 2)
      arrive(21, trade(19, 2), 2)
      deliver(trade(8, 1_000_001), trade(18, 1))
      deliver(trade(19, 2))
      arrive(1_000, trade(19, 2))
      idle(1_300)
      arrive(2_000, trade(20, 3))
      expect(() => idle(2_300)).toThrow('did not receive { type: "trade"')
    })
  })
})
