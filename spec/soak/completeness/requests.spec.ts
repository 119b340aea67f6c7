import { Requests } from '../../../soak/invariants/completeness/requests.js'
import type { Gap, Kline, MarketError } from '../../../src/index.js'
import { RequestAttemptError } from '../../../src/model/errors/request-errors.js'
import { createHarness, violate } from '../harness.js'

const STREAM = 'btcusdt@kline_1m'
const URL = '/api/v3/klines?symbol=BTCUSDT&interval=1m'
const GAP = {
  id: 1,
  channel: { kind: 'kline', symbol: 'BTCUSDT', freq: '1m' },
  before: 60_000,
  cause: 'backfillFailed',
  state: 'lost',
} as unknown as Gap
const ERROR: MarketError = new RequestAttemptError(
  { kind: 'klines', symbol: 'BTCUSDT', freq: '1m', limit: 1 },
  undefined,
  'no answer',
  undefined,
)

describe('the requests invariant', () => {
  /** A request is sent at 0; a kline that waits for it arrives at a time. */
  const begin = (waitsSince = 1_000) => {
    const backfill = { capacity: 100, maxDelay: 5_000 }
    const { state, invariant, subscribe } = createHarness(
      observed => new Requests(observed, { backfill }, violate),
    )
    const subscriber = subscribe({ [STREAM]: 0 })
    state.now = 0
    invariant.onRestStep({ type: 'request', request: 1, at: 0, url: URL })
    state.now = waitsSince
    state.arrivals.track(STREAM)
    const event = { type: 'kline', openTime: 60_000, eventTime: waitsSince }
    state.arrivals.add(
      { stream: STREAM, connection: 0, socket: 1, event, at: waitsSince, step: 1 },
      { socket: 1, at: waitsSince, isBeside: false, sockets: () => [1] },
    )
    const stall = (from: number, until: number): void => {
      state.now = from
      state.stall(until - from)
    }
    const cancel = (at: number): void => {
      state.now = at
      invariant.onRestStep({ type: 'cancel', request: 1, at })
    }
    const idle = (now: number): void => {
      state.now = now
      invariant.onIdle()
    }
    return { state, invariant, subscriber, stall, cancel, idle }
  }

  it('requires that a request that timed out is reported', () => {
    const { cancel, idle } = begin()
    cancel(15_000)
    expect(() => idle(15_001)).toThrow('errors$ has not reported 1 requests that failed')
    const reported = begin()
    reported.cancel(15_000)
    reported.invariant.onError(ERROR)
    reported.idle(15_001)
    expect(() => reported.invariant.onError(ERROR)).toThrow('has not failed')
  })

  it('accepts that a wait ended before the timeout, in a stall that both passed', () => {
    const history = begin()
    history.stall(4_000, 19_000)
    history.cancel(19_000)
    history.invariant.onMarketGap(GAP)
    history.idle(19_001)
    const gap = begin()
    gap.stall(4_000, 19_000)
    gap.state.now = 19_000
    gap.invariant.onMarketGap(GAP)
    gap.cancel(19_000)
    gap.idle(19_001)
    expect(() => gap.invariant.onError(ERROR)).toThrow('has not failed')
  })

  /** The subscriber leaves at 19000, after a stall from 4000, which ends the request. */
  const leave = ({ stalls = true, cancels = 'within' }) => {
    const { invariant, subscriber, stall, cancel, idle } = begin()
    if (stalls) stall(4_000, 19_000)
    if (cancels === 'before') cancel(19_000)
    invariant.onUnsubscribe(subscriber)
    if (cancels === 'within') cancel(19_000)
    invariant.onUnsubscribed()
    if (cancels === 'after') cancel(19_000)
    return { invariant, idle: () => idle(19_002) }
  }

  it('accepts that the subscriber left before the timeout, in a stall that both passed', () => {
    const { invariant, idle } = leave({})
    expect(idle).not.toThrow()
    expect(() => invariant.onError(ERROR)).toThrow('has not failed')
  })

  it.each<[string, Parameters<typeof leave>[0]]>([
    ['timed out before a subscriber left', { cancels: 'before' }],
    ['timed out after a subscriber had left', { cancels: 'after' }],
    ['was overdue without a stall when its subscriber left', { stalls: false }],
  ])('requires the report of a request that %s', (_, circumstances) => {
    expect(leave(circumstances).idle).toThrow('errors$ has not reported 1 requests that failed')
  })

  interface Circumstances {
    readonly gap?: Gap
    readonly endsAt?: number
    readonly waitsSince?: number
    readonly stalls?: boolean
  }

  it.each<[string, Circumstances]>([
    ['no gap ends', {}],
    ['another gap ends', { gap: { ...GAP, channel: { kind: 'trade', symbol: 'BTCUSDT' } } }],
    ['the gap is filled', { gap: { ...GAP, state: 'filled', cause: 'loss' } }],
    ['the gap ends later', { gap: GAP, endsAt: 19_001 }],
    ['the wait was not over before', { gap: GAP, waitsSince: 10_001 }],
    ['the client did not stall', { gap: GAP, stalls: false }],
  ])('requires the report where %s', (_, { gap, endsAt = 19_000, waitsSince = 1_000, stalls = true }) => {
    const { state, invariant, stall, cancel, idle } = begin(waitsSince)
    if (stalls) stall(Math.max(4_000, waitsSince), 19_000)
    cancel(19_000)
    state.now = endsAt
    if (gap !== undefined) invariant.onMarketGap(gap)
    expect(() => idle(19_002)).toThrow('errors$ has not reported 1 requests that failed')
  })

  /** A wait for history that is over before the timeout: a kline arrived at 4000. */
  const beginHistory = (backfill = false) => {
    const harness = begin(4_000)
    const { state, invariant } = harness
    const subscriber = {
      name: 'history',
      streams: new Set([STREAM]),
      connections: new Map([[STREAM, 0]]),
      alive: true,
      completion: { backfill, history: 20 },
    }
    const subscribe = (step: number): void => {
      state.step = step
      invariant.onSubscribe(subscriber)
      state.subscribers.add(subscriber)
    }
    const timeOut = (gap = GAP) => {
      harness.cancel(15_000)
      invariant.onMarketGap({ ...gap, id: -1 })
      return () => harness.idle(15_001)
    }
    const receive = (fields: object): void =>
      invariant.onEvent(subscriber, { type: 'kline', symbol: 'BTCUSDT', freq: '1m', ...fields } as Kline)
    return { subscribe, timeOut, receive }
  }

  it('accepts that a wait for history ended before the timeout', () => {
    const { subscribe, timeOut, receive } = beginHistory()
    subscribe(0)
    receive({ backfilled: true })
    expect(timeOut()).not.toThrow()
  })

  it('requires the report where the event came before the subscription with history', () => {
    const { subscribe, timeOut } = beginHistory()
    subscribe(1)
    expect(timeOut()).toThrow('errors$ has not reported 1 requests that failed')
  })

  it('requires the report where the subscription has received a live event', () => {
    const { subscribe, timeOut, receive } = beginHistory()
    subscribe(0)
    receive({})
    expect(timeOut()).toThrow('errors$ has not reported 1 requests that failed')
  })

  it('accepts that a wait for the rest of a gap ended, and not where nothing fills gaps', () => {
    const rest = { ...GAP, after: 0 }
    for (const backfill of [true, false]) {
      const { subscribe, timeOut, receive } = beginHistory(backfill)
      subscribe(0)
      receive({})
      if (backfill) expect(timeOut(rest)).not.toThrow()
      else expect(timeOut(rest)).toThrow('errors$ has not reported 1 requests that failed')
    }
  })

  const SNAPSHOT = '/api/v3/depth?symbol=BTCUSDT&limit=100'

  /** A snapshot of a book is replaced at 19000, after a stall, by another one. */
  const replace = (url: string, { stalls = true, hasDiff = true }) => {
    const { state, invariant, open, on } = createHarness(
      made => new Requests(made, { backfill: false }, violate),
    )
    open(0, 1)
    state.now = 0
    invariant.onRestStep({ type: 'request', request: 1, at: 0, url: SNAPSHOT })
    state.now = 4_000
    if (stalls) state.stall(15_000)
    state.now = 19_000
    const event = { type: 'depthDiff', firstUpdateId: 9, lastUpdateId: 9 }
    if (hasDiff) on(1).frame(19_000, { type: 'event', stream: 'btcusdt@depth', event, errors: 0 })
    invariant.onRestStep({ type: 'cancel', request: 1, at: 19_000 })
    invariant.onRestStep({ type: 'request', request: 2, at: 19_000, url })
    state.now = 19_001
    return () => invariant.onIdle()
  }

  it('accepts that a snapshot is replaced as a diff was read before the timeout, in a stall', () => {
    expect(replace(SNAPSHOT, {})).not.toThrow()
  })

  it.each<[string, string, Parameters<typeof replace>[1]]>([
    ['no diff was read', SNAPSHOT, { hasDiff: false }],
    ['the snapshot of another book is requested', SNAPSHOT.replace('BTC', 'ETH'), {}],
    ['there was no stall', SNAPSHOT, { stalls: false }],
  ])('requires the report of a snapshot where %s', (_, url, circumstances) => {
    expect(replace(url, circumstances)).toThrow('errors$ has not reported 1 requests that failed')
  })
})
