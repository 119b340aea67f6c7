/** Silent losses and wrong reports that the checker must detect. */
import { concatMap, delay, filter, map, mergeMap, of, skip, tap, timer } from 'rxjs'
import { runScenario } from '../../../soak/run/run-scenario.js'
import type { Scenario } from '../../../soak/scenario/scenario.js'
import type { Gap, Market, MarketEvent } from '../../../src/index.js'
import { channels, type ClientDefect, members } from '../client-defects.js'
import { completeScenario } from './complete-scenario.js'

const SECOND = 1_000

type Item = MarketEvent<unknown> | Gap

const isGap = (item: Item): item is Gap => item.type === 'gap'
const isFetched = (item: Item): boolean => 'backfilled' in item && item.backfilled === true

/** A defect of what subscribers receive, gaps included. */
const items = (make: () => (item: Item) => readonly Item[]): ClientDefect['mutation'] =>
  channels(() => {
    const change = make()
    return concatMap((item: Item) => of(...(change(item) as MarketEvent<unknown>[])))
  })

/** A defect of what `gaps$` emits. */
const ends = (change: (gap: Gap) => readonly Gap[]): ClientDefect['mutation'] =>
  members(market => ({ gaps$: market.gaps$.pipe(mergeMap(gap => of(...change(gap)))) }))

const inGaps = (change: (gap: Gap) => Gap): ClientDefect['mutation'] =>
  items(() => item => [isGap(item) ? change(item) : item])

const silent: Readonly<Record<string, ClientDefect>> = {
  'hides gaps': { invariant: 'gaps', mutation: items(() => item => (isGap(item) ? [] : [item])) },
  'reports one more as missing': {
    invariant: 'gaps',
    mutation: inGaps(gap => ({ ...gap, ...(gap.missing !== undefined && { missing: gap.missing + 1 }) })),
  },
  'reports a gap that begins earlier': {
    invariant: 'gaps',
    mutation: inGaps(gap => ({ ...gap, ...(gap.after !== undefined && { after: gap.after - 1 }) })),
  },
  'takes a lost frame for a lost connection': {
    invariant: 'gaps',
    mutation: inGaps(gap => ({ ...gap, cause: gap.cause === 'loss' ? 'disconnect' : gap.cause })),
  },
  'reports a gap after the event that follows it': {
    invariant: 'gaps',
    mutation: items(() => {
      let held: Gap | undefined
      return item => {
        if (isGap(item)) {
          held = item
          return []
        }
        const late = held
        held = undefined
        return late === undefined ? [item] : [item, late]
      }
    }),
  },
  'reports a gap where nothing is missing': {
    invariant: 'gaps',
    mutation: items(() => {
      let last: Gap | undefined
      return item => {
        if (isGap(item)) last = item
        const again = isGap(item) || last === undefined ? [] : [last]
        return [...again, item]
      }
    }),
  },
  'sends a gap that it has filled': {
    invariant: 'gaps',
    mutation: inGaps(gap => ({ ...gap, state: 'filled' })),
  },
  'emits twice what it has fetched': {
    invariant: 'gaps',
    mutation: items(() => item => (isFetched(item) ? [item, item] : [item])),
  },
  'takes states of another session for the next ones': {
    invariant: 'gaps',
    mutation: items(() => item => (isGap(item) && item.channel.kind === 'miniTicker' ? [] : [item])),
  },
  'never ends a gap': { invariant: 'gap ends', mutation: ends(gap => (gap.state === 'open' ? [gap] : [])) },
  'ends a gap twice': {
    invariant: 'gap ends',
    mutation: ends(gap => (gap.state === 'open' ? [gap] : [gap, gap])),
  },
  'states that it has filled what is lost': {
    invariant: 'gap ends',
    mutation: ends(gap => [gap.state === 'open' ? gap : { ...gap, state: 'filled' }]),
  },
  'states that a filled gap is lost': {
    invariant: 'gap ends',
    mutation: ends(gap => [
      gap.state === 'filled' ? { ...gap, state: 'lost', cause: 'backfillFailed' } : gap,
    ]),
  },
  'ends a gap with other ids': {
    invariant: 'gap ends',
    mutation: ends(gap => [gap.state === 'open' ? gap : { ...gap, before: 1 }]),
  },
  'numbers gaps anew': { invariant: 'gap ends', mutation: ends(gap => [{ ...gap, id: 1 }]) },
  'ends gaps late': {
    invariant: 'gap ends',
    mutation: members((market, { scheduler }) => ({
      gaps$: market.gaps$.pipe(
        mergeMap(gap => (gap.state === 'open' ? of(gap) : timer(11_000, scheduler).pipe(map(() => gap)))),
      ),
    })),
  },
  'loses the updates of a kline': {
    invariant: 'backfill',
    mutation: items(() => item => (item.type === 'kline' && !item.isClosed ? [] : [item])),
  },
  'delivers late where nothing is missing': {
    invariant: 'backfill',
    mutation: members((market, { scheduler }) => ({
      aggTrade$: ((...args: Parameters<Market['aggTrade$']>) =>
        market.aggTrade$(...args).pipe(delay(1, scheduler))) as Market<unknown>['aggTrade$'],
    })),
  },
  'invents what it has not fetched': {
    invariant: 'backfill',
    mutation: items(
      () => item => (item.type === 'trade' && isFetched(item) ? [{ ...item, price: 1 }] : [item]),
    ),
  },
  'emits one element of history less': {
    invariant: 'backfill',
    mutation: members(market => ({
      trade$: ((symbols: string, options: { readonly history?: number }) =>
        market
          .trade$(symbols, options)
          .pipe(options.history === undefined ? tap() : skip(1))) as Market<unknown>['trade$'],
    })),
  },
  'emits one element of history more': {
    invariant: 'backfill',
    mutation: members(market => ({
      trade$: ((symbols: string, { history, ...others }: { readonly history?: number }) =>
        market.trade$(symbols, {
          ...others,
          ...(history !== undefined && { history: history + 1 }),
        })) as Market<unknown>['trade$'],
    })),
  },
  'asks for the same over and over': {
    invariant: 'requests',
    mutation: channels(market =>
      tap({ subscribe: () => Array.from({ length: 11 }, () => market.serverTime$().subscribe()) }),
    ),
  },
  'reports a failed request twice': {
    invariant: 'requests',
    mutation: members(market => ({
      errors$: market.errors$.pipe(
        mergeMap(error => (error.code === 'REQUEST_ATTEMPT_FAILED' ? of(error, error) : of(error))),
      ),
    })),
  },
  'does not report a failed request': {
    invariant: 'requests',
    mutation: members(market => ({
      errors$: market.errors$.pipe(filter(({ code }) => code !== 'REQUEST_ATTEMPT_FAILED')),
    })),
  },
}

/** The exchange restarts behind the connection, and is dropped once afterwards. */
const restartScenario: Scenario = {
  ...completeScenario,
  faults: [
    { at: 80 * SECOND, fault: 'restart', keepConnections: true },
    { at: 100 * SECOND, fault: 'drop', code: 1011 },
  ],
}

/** The ids of an event that a restart sets back. */
const idOf = (item: Item): number =>
  item.type === 'trade' ? item.tradeId : item.type === 'aggTrade' ? item.aggregateTradeId : NaN

const onRestart: Readonly<Record<string, ClientDefect>> = {
  'is silent after ids went back': {
    invariant: 'delivery',
    mutation: channels(() => {
      let newest = -Infinity
      return filter(item => {
        const id = item.type === 'miniTicker' ? NaN : idOf(item)
        if (id <= newest) return false
        newest = Math.max(newest, Number.isNaN(id) ? -Infinity : id)
        return true
      })
    }),
  },
  'hides that ids began again': {
    invariant: 'gaps',
    mutation: items(() => item => (isGap(item) && item.cause === 'reset' ? [] : [item])),
  },
  'takes ids that began again for lost events': {
    invariant: 'gaps',
    mutation: inGaps(gap => ({ ...gap, cause: gap.cause === 'reset' ? 'loss' : gap.cause })),
  },
}

describe('the checker, with an exchange that restarts', () => {
  it('finds no violation by the client', async () => {
    const gaps: Gap[] = []
    const { violation } = await runScenario(restartScenario, market => {
      market.gaps$.subscribe(gap => gaps.push(gap))
      return market
    })
    expect(violation).toBeUndefined()
    const resets = gaps.filter(({ cause, state }) => cause === 'reset' && state === 'lost')
    expect(resets.map(({ channel }) => channel.kind)).toEqual(
      expect.arrayContaining(['trade', 'aggTrade', 'depthDiff', 'bookTicker', 'kline']),
    )
  })

  it.each(Object.entries(onRestart))('detects a client that %s', async (_, { invariant, mutation }) => {
    expect((await runScenario(restartScenario, mutation)).violation).toMatchObject({ invariant })
  })
})

describe('the checker, with streams that are completed', () => {
  it('finds no violation by the client', async () => {
    const gaps: Gap[] = []
    const { violation, report } = await runScenario(completeScenario, market => {
      market.gaps$.subscribe(gap => gaps.push(gap))
      return market
    })
    expect(violation).toBeUndefined()
    const endings = new Set(gaps.map(({ state, cause }) => `${state} ${cause}`))
    expect([...endings]).toEqual(
      expect.arrayContaining(['filled loss', 'filled disconnect', 'lost disconnect', 'lost backfillFailed']),
    )
    const codes = report?.errors.map(({ value }) => value.code)
    expect(codes).toEqual(expect.arrayContaining(['REQUEST_ATTEMPT_FAILED', 'OUT_OF_ORDER']))
  })

  it.each(Object.entries(silent))('detects a client that %s', async (_, { invariant, mutation }) => {
    expect((await runScenario(completeScenario, mutation)).violation).toMatchObject({ invariant })
  })
})
