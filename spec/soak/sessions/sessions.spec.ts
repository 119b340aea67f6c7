/** Defects of connections of several sessions that the checker must detect. */
import { concatMap, delay, filter, map, mergeMap, of } from 'rxjs'
import { runScenario } from '../../../soak/run/run-scenario.js'
import { generateScenario } from '../../../soak/scenario/generate-scenario.js'
import type { Gap, MarketEvent } from '../../../src/index.js'
import { channels, type ClientDefect, clientDefects, members } from '../client-defects.js'
import { mirroredScenario, rotatingScenario } from './sessions-scenarios.js'

type Item = MarketEvent<unknown> | Gap

const ofKind =
  (kind: string, change: (event: MarketEvent<unknown>, index: number) => readonly MarketEvent<unknown>[]) =>
  () =>
    concatMap((event: MarketEvent<unknown>, index: number) =>
      of(...(event.type === kind ? change(event, index) : [event])),
    )

/** Defects of what is delivered, on a connection with mirrors. */
const ofEvents: Readonly<Record<string, ClientDefect>> = {
  'loses an event that has arrived': {
    invariant: 'merging',
    mutation: channels(ofKind('trade', (event, index) => (index % 20 === 19 ? [] : [event]))),
  },
  'delivers an event of each session': {
    invariant: 'merging',
    mutation: channels(ofKind('trade', (event, index) => (index % 20 === 19 ? [event, event] : [event]))),
  },
  'delivers a state of each session': {
    invariant: 'merging',
    mutation: channels(ofKind('miniTicker', event => [event, event])),
  },
  'delivers an update of a kline of each session': {
    invariant: 'merging',
    mutation: channels(ofKind('kline', event => [event, event])),
  },
  'holds back what nothing is missing before': {
    invariant: 'merging',
    mutation: channels((_, { scheduler }) => delay(100, scheduler)),
  },
  'has a live book that lags behind both sessions': {
    invariant: 'books',
    mutation: channels(() => filter((event, index) => String(event.type) !== 'book' || index < 50)),
  },
  'does not emit on events$ what it delivers': {
    invariant: 'merging',
    mutation: members(market => ({
      events$: market.events$.pipe(filter((event, index) => event.type !== 'trade' || index % 20 !== 19)),
    })),
  },
  'emits on events$ what each session delivers': {
    invariant: 'merging',
    mutation: members(market => ({
      events$: market.events$.pipe(
        concatMap((event, index) => (index % 20 === 19 ? of(event, event) : of(event))),
      ),
    })),
  },
}

/** Defects of statuses, on a connection that rotates, and on one with mirrors. */
const ofStatuses: Readonly<Record<string, ClientDefect>> = {
  'reports each session that rotates': {
    invariant: 'rotations',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        concatMap(status => (status.type === 'rotating' ? of(status, status) : of(status))),
      ),
    })),
  },
  'states another reason for a rotation': {
    invariant: 'rotations',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        map(status => (status.type === 'rotating' ? { ...status, reason: 'shutdown' } : status)),
      ),
    })),
  },
  'does not count the attempts of a rotation': {
    invariant: 'rotations',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        map(status => (status.type === 'rotating' ? { ...status, attempt: 2 } : status)),
      ),
    })),
  },
  'is closed while it rotates': {
    invariant: 'statuses',
    mutation: members(market => ({
      connection$: market.connection$.pipe(
        mergeMap(status =>
          status.type === 'rotating'
            ? of(status, {
                type: 'closed' as const,
                connection: status.connection,
                at: status.at,
                code: 1000,
                reason: '',
              })
            : of(status),
        ),
      ),
    })),
  },
}

/** Replaces an event by a gap that states it to be missing, once there was a gap. */
const statesAsMissing: ClientDefect['mutation'] = channels(() => {
  let last: Gap | undefined
  let left: MarketEvent<unknown> | undefined
  return concatMap((item: Item) => {
    const items: readonly Item[] = change(item)
    return of(...(items as readonly MarketEvent<unknown>[]))
  })
  function change(item: Item): readonly Item[] {
    if (item.type === 'gap') last = item
    if (item.type !== 'trade' || last === undefined) return [item]
    if (left === undefined) {
      left = item
      return []
    }
    if (left.type !== 'trade' || left.tradeId !== item.tradeId - 1) return [item]
    const [after, before] = [left.tradeId - 1, item.tradeId]
    return [{ ...last, after, before, missing: 1, cause: 'loss' }, item]
  }
})

describe('the checker, of connections with several sessions', () => {
  it('finds no violation by a client that rotates', async () => {
    const { violation, report } = await runScenario(rotatingScenario)
    expect(violation).toBeUndefined()
    const rotations = report?.statuses.filter(({ type }) => type === 'rotating')
    expect(rotations?.length).toBeGreaterThan(3)
    expect(report?.statuses.map(({ type }) => type)).toContain('reconnecting')
  })

  it('finds no violation by a client with mirrors', async () => {
    const { violation, report } = await runScenario(mirroredScenario)
    expect(violation).toBeUndefined()
    expect(report?.statuses.filter(({ type }) => type === 'rotating').length).toBeGreaterThan(1)
    const sessions = report?.statuses.flatMap(status => (status.type === 'live' ? [status.sessions] : []))
    expect(new Set(sessions)).toEqual(new Set([1, 2]))
  })

  describe.each([
    ['rotates', rotatingScenario],
    ['has mirrors', mirroredScenario],
  ])('detects a client that %s and', (_, scenario) => {
    it.each(Object.entries(ofStatuses))('%s', async (_title, { invariant, mutation }) => {
      expect((await runScenario(scenario, mutation)).violation).toMatchObject({ invariant })
    })
  })

  it.each(Object.entries(ofEvents))('detects a client with mirrors that %s', async (_, defect) => {
    const { violation } = await runScenario(mirroredScenario, defect.mutation)
    expect(violation).toMatchObject({ invariant: defect.invariant })
  })

  it('detects a gap of what one session has delivered', async () => {
    const { violation } = await runScenario(mirroredScenario, statesAsMissing)
    expect(violation?.invariant).toMatch(/^(gaps|merging)$/)
  })

  it('detects what is lost without a violation of one session', async () => {
    const { mutation } = clientDefects['is silent after a reconnect'] ?? {}
    const { violation } = await runScenario(rotatingScenario, mutation)
    expect(violation?.invariant).toMatch(/^(delivery|merging)$/)
  })

  it('observes what seeds generate of each', () => {
    const scenarios = Array.from({ length: 60 }, (_, seed) => generateScenario(seed, 1))
    const several = scenarios.filter(({ market }) => market.rotation !== false || market.mirror > 1)
    expect(several.length).toBeGreaterThan(15)
    expect(several.length).toBeLessThan(35)
    expect(new Set(scenarios.map(({ market }) => market.mirror))).toEqual(new Set([1, 2]))
    const hours = scenarios.map(({ market }) => market.rotation !== false && 'hour' in market.rotation)
    expect(new Set(hours)).toEqual(new Set([true, false]))
    expect(scenarios.some(({ limits }) => limits.maxAge === 100_000)).toBe(true)
    const faults = several.flatMap(scenario => scenario.faults)
    for (const name of ['serverShutdown', 'expire'])
      expect(faults.some(({ fault }) => fault === name)).toBe(true)
  })
})
