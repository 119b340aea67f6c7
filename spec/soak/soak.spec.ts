/** A dozen seeds of `npm run soak` with every `npm test`, and what the command itself promises. */
import { readOptions } from '../../soak/cli/options.js'
import { runScenario } from '../../soak/run/run-scenario.js'
import { shrink } from '../../soak/run/shrink.js'
import { generateScenario } from '../../soak/scenario/generate-scenario.js'
import { faultNames } from '../../src/simulator/index.js'
import { runs } from '../runs.js'
import { clientDefects } from './client-defects.js'
import { eventfulScenario } from './eventful-scenario.js'

const HOURS = 0.06
const seeds = Array.from({ length: runs(12, 24) }, (_, index) => index + 1)

describe('the soak', () => {
  it('violates no invariant with a dozen seeds', async () => {
    const total = { events: 0, reconnects: 0, faults: 0 }
    for (const seed of seeds) {
      const scenario = generateScenario(seed, HOURS)
      const { violation, report } = await runScenario(scenario)
      expect({ seed, violation }).toEqual({ seed, violation: undefined })
      total.events += report?.counts.events ?? 0
      total.reconnects += report?.counts.reconnects ?? 0
      total.faults += scenario.faults.length
    }
    expect(total.events).toBeGreaterThan(runs(500, 2_000))
    expect(total.reconnects).toBeGreaterThan(runs(1, 4))
    expect(total.faults).toBeGreaterThan(runs(25, 50))
  })

  it('is deterministic by seed, byte for byte', async () => {
    const digest = async (seed: number) => (await runScenario(generateScenario(seed, HOURS))).report?.digest
    const [first, again, other] = [await digest(3), await digest(3), await digest(10)]
    expect(first).toMatch(/^[0-9a-f]{8}$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('generates every kind of fault, client, ending and action', () => {
    const scenarios = Array.from({ length: 150 }, (_, seed) => generateScenario(seed, 1))
    const all = <T>(of: (scenario: (typeof scenarios)[number]) => readonly T[]): Set<T> =>
      new Set(scenarios.flatMap(of))
    expect(all(({ faults }) => faults.map(({ fault }) => fault))).toEqual(new Set(faultNames))
    expect(all(({ market }) => [market.reconnect === false])).toEqual(new Set([true, false]))
    expect(all(({ market }) => [market.timeUnit])).toEqual(new Set(['millisecond', 'microsecond']))
    expect(all(({ numeric }) => [numeric])).toEqual(new Set(['number', 'string']))
    expect(all(({ market }) => [market.pool.maxConnections])).toEqual(new Set([1, 2, 3]))
    expect(all(({ ending }) => [ending])).toEqual(new Set(['unsubscribe', 'close', 'stay']))
    expect(all(({ workload }) => workload.map(action => action.do))).toEqual(
      new Set(['subscribe', 'unsubscribe', 'close']),
    )
    const requests = all(({ workload }) =>
      workload.flatMap(action => (action.do === 'subscribe' ? [action.request.kind] : [])),
    )
    expect(requests.size).toBe(15)
    const completed = all(({ workload }) =>
      workload.flatMap(action => (action.do === 'subscribe' ? Object.keys(action.request) : [])),
    )
    expect([...completed]).toEqual(expect.arrayContaining(['gaps', 'backfill', 'history']))
    expect(all(({ market }) => [market.backfill === false])).toEqual(new Set([true, false]))
  })

  it('shrinks a scenario that violates an invariant', async () => {
    const { invariant, mutation } = clientDefects['is silent after a reconnect'] ?? {}
    const small = await shrink(eventfulScenario, each => runScenario(each, mutation), invariant ?? '', 50)
    expect((await runScenario(small, mutation)).violation).toMatchObject({ invariant })
    expect(small.faults).toHaveLength(1)
    expect(small.workload.filter(action => action.do === 'subscribe')).toHaveLength(1)
  })

  it('reads its options', () => {
    expect(readOptions([])).toMatchObject({ seeds: 100, seed: 1, hours: 1, verbose: false })
    expect(readOptions(['--seed', '7'])).toMatchObject({ seeds: 1, seed: 7 })
    expect(
      readOptions(['--seeds', '20', '--seed', '7', '--hours', '0.5', '--jobs', '1', '--verbose']),
    ).toEqual({ seeds: 20, seed: 7, hours: 0.5, jobs: 1, verbose: true })
    expect(readOptions(['--help'])).toBeUndefined()
    expect(() => readOptions(['--seeds', 'many'])).toThrow('--seeds should be an integer from 1, not many')
    expect(() => readOptions(['--hours', '0'])).toThrow(
      '--hours should be a number above 0, up to 1000, not 0',
    )
    expect(() => readOptions(['--seed=-1'])).toThrow('--seed should be')
  })
})
