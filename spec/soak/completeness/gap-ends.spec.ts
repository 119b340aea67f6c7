import { GapEnds } from '../../../soak/invariants/completeness/gap-ends.js'
import type { Gap, MarketEvent } from '../../../src/index.js'
import { createHarness, violate } from '../harness.js'

const CHANNEL = { kind: 'trade', symbol: 'BTCUSDT' } as const
const OPEN: Gap = {
  type: 'gap',
  id: 1,
  channel: CHANNEL,
  after: 1,
  before: 10,
  missing: 8,
  since: 500,
  until: 1_000,
  cause: 'loss',
  state: 'open',
}
/** History goes on with trade 6. */
const SHORTENED: Gap = { ...OPEN, before: 6, missing: 4, cause: 'backfillFailed', state: 'partial' }
/** History has none of the missing trades. */
const LOST: Gap = { ...OPEN, cause: 'backfillFailed', state: 'lost' }

/** An answer with trades, to a request from an id on, which was sent at a time and answered then. */
interface Answer {
  readonly at: number
  readonly from?: number
  readonly ids: readonly number[]
  readonly status?: number
}
const FIRST: Answer = { at: 1_000, ids: [6, 7, 8] }
const SECOND: Answer = { at: 1_250, ids: [6, 7, 8] }

describe('the gap ends invariant', () => {
  /** A gap opens at 1000, and ends with the last of these answers, where not at another time. */
  const end = (gap: Gap, answers: readonly Answer[], { endsAt = NaN, fetched = [] as number[] } = {}) => {
    const { state, invariant, subscribe } = createHarness(
      observed => new GapEnds(observed, { backfill: { capacity: 100, maxDelay: 30_000 } }, violate),
    )
    subscribe({ 'btcusdt@trade': 0 })
    const answer = ({ at, from = 2, ids, status = 200 }: Answer, request: number): void => {
      state.now = at
      const url = `/api/v3/historicalTrades?symbol=BTCUSDT&fromId=${from}&limit=8`
      invariant.onRestStep({ type: 'request', request, at, url })
      const response = { status, headers: {}, body: JSON.stringify(ids.map(id => ({ id }))) }
      invariant.onRestStep({ type: 'response', request, at, response })
    }
    answers.filter(({ at }) => at < 1_000).forEach(answer)
    state.now = 1_000
    invariant.onMarketGap(OPEN)
    for (const tradeId of fetched)
      invariant.onMarketEvent({ type: 'trade', symbol: 'BTCUSDT', tradeId, backfilled: true } as MarketEvent)
    answers.filter(({ at }) => at >= 1_000).forEach(answer)
    if (!Number.isNaN(endsAt)) state.now = endsAt
    return () => invariant.onMarketGap(gap)
  }

  it.each<[string, Gap, readonly Answer[], Parameters<typeof end>[2]?]>([
    ['go on inside the gap', SHORTENED, [FIRST, SECOND]],
    ['go on later and later', SHORTENED, [{ ...FIRST, ids: [4, 5, 6] }, SECOND]],
    [
      'go on after some that were fetched',
      { ...SHORTENED, after: 3, missing: 2 },
      [FIRST, SECOND],
      { fetched: [2, 3] },
    ],
    ['go on after the gap', LOST, [FIRST, SECOND].map(each => ({ ...each, ids: [11, 12] }))],
  ])('accepts a gap that was not filled where two answers %s', (_, gap, answers, circumstances = {}) => {
    expect(end(gap, answers, circumstances)).not.toThrow()
  })

  it.each<[string, readonly Answer[], Parameters<typeof end>[2]?]>([
    ['no answer', []],
    ['one answer', [SECOND]],
    ['an answer to a request before it opened', [{ ...FIRST, at: 900 }, SECOND]],
    ['a second answer too soon', [FIRST, { ...SECOND, at: 1_249 }]],
    ['a first answer that has the next trade', [{ ...FIRST, ids: [2, 6, 7] }, SECOND]],
    ['a second answer that has an earlier trade', [FIRST, { ...SECOND, ids: [5, 6, 7] }]],
    ['a second answer that goes on later', [FIRST, { ...SECOND, ids: [7, 8] }]],
    ['a second answer without trades', [FIRST, { ...SECOND, ids: [] }]],
    ['requests for later trades only', [FIRST, SECOND].map(each => ({ ...each, from: 6 }))],
    ['a second request that failed', [FIRST, { ...SECOND, status: 503 }]],
    ['a second answer long before', [FIRST, SECOND], { endsAt: 1_251 }],
  ])('detects a gap that ends before its end, with %s', (_, answers, circumstances = {}) => {
    expect(end(SHORTENED, answers, circumstances)).toThrow('had another before when it opened')
  })

  it.each<[string, Partial<Gap>]>([
    ['a wrong number', { missing: 5 }],
    ['another state', { state: 'lost' }],
    ['another cause', { cause: 'overflow' }],
    ['an end after its own', { before: 11, missing: 9 }],
  ])('detects a shortened gap with %s', (_, change) => {
    expect(end({ ...SHORTENED, ...change }, [FIRST, SECOND])).toThrow('had another before when it opened')
  })

  it('detects that what was not fetched is left out', () => {
    const answers = [FIRST, SECOND]
    expect(end({ ...SHORTENED, after: 3, missing: 2 }, answers)).toThrow('which was not fetched')
    expect(end({ ...SHORTENED, before: 10 }, answers)).toThrow('which was not fetched')
  })

  it('detects that history has what a gap states to be missing', () => {
    expect(end(LOST, [FIRST, SECOND])).toThrow('was not filled, and no request failed')
  })
})
