/** A taste of `npm run soak`: two dozen seeds through every law, and what the command itself promises. */
import { readOptions } from '../../soak/options.js'
import { drawPlan } from '../../soak/plan.js'
import { run } from '../../soak/run.js'
import { shrink } from '../../soak/shrink.js'
import { faultNames } from '../../src/simulator/index.js'
import { defects } from './defects.js'
import { plan } from './eventful-plan.js'

const HOURS = 0.06
const seeds = Array.from({ length: 24 }, (_, index) => index + 1)

describe('the soak', () => {
  it('breaks no law with two dozen seeds', async () => {
    const total = { events: 0, reconnects: 0, faults: 0 }
    for (const seed of seeds) {
      const drawn = drawPlan(seed, HOURS)
      const { breach, report } = await run(drawn)
      expect({ seed, breach }).toEqual({ seed, breach: undefined })
      total.events += report?.counts.events ?? 0
      total.reconnects += report?.counts.reconnects ?? 0
      total.faults += drawn.faults.length
    }
    expect(total.events).toBeGreaterThan(2_000)
    expect(total.reconnects).toBeGreaterThan(4)
    expect(total.faults).toBeGreaterThan(50)
  })

  it('does the same with the same seed, byte for byte', async () => {
    const digest = async (seed: number) => (await run(drawPlan(seed, HOURS))).report?.digest
    const [first, again, other] = [await digest(3), await digest(3), await digest(10)]
    expect(first).toMatch(/^[0-9a-f]{8}$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('draws every kind of fault, of client and of ending', () => {
    const plans = Array.from({ length: 150 }, (_, seed) => drawPlan(seed, 1))
    const all = <T>(of: (plan: (typeof plans)[number]) => readonly T[]): Set<T> => new Set(plans.flatMap(of))
    expect(all(({ faults }) => faults.map(({ fault }) => fault))).toEqual(new Set(faultNames))
    expect(all(({ market }) => [market.reconnect === false])).toEqual(new Set([true, false]))
    expect(all(({ market }) => [market.timeUnit])).toEqual(new Set(['millisecond', 'microsecond']))
    expect(all(({ numeric }) => [numeric])).toEqual(new Set(['number', 'text']))
    expect(all(({ market }) => [market.pool.maxConnections])).toEqual(new Set([1, 2, 3]))
    expect(all(({ ending }) => [ending])).toEqual(new Set(['leave', 'close', 'stay']))
    expect(all(({ traffic }) => traffic.map(action => action.do))).toEqual(
      new Set(['join', 'leave', 'close']),
    )
    const requests = all(({ traffic }) =>
      traffic.flatMap(action => (action.do === 'join' ? [action.request.kind] : [])),
    )
    expect(requests.size).toBe(14)
  })

  it('makes a plan that breaks a law as small as it can', async () => {
    const { law, tamper } = defects['is silent after a reconnect'] ?? {}
    const small = await shrink(plan, each => run(each, tamper), law ?? '', 50)
    expect((await run(small, tamper)).breach).toMatchObject({ law })
    expect(small.faults).toHaveLength(1)
    expect(small.traffic.filter(action => action.do === 'join')).toHaveLength(1)
  })

  it('reads what it is told to do', () => {
    expect(readOptions([])).toMatchObject({ seeds: 100, seed: 1, hours: 1, verbose: false })
    expect(readOptions(['--seed', '7'])).toMatchObject({ seeds: 1, seed: 7 })
    expect(
      readOptions(['--seeds', '20', '--seed', '7', '--hours', '0.5', '--jobs', '1', '--verbose']),
    ).toEqual({
      seeds: 20,
      seed: 7,
      hours: 0.5,
      jobs: 1,
      verbose: true,
    })
    expect(readOptions(['--help'])).toBeUndefined()
    expect(() => readOptions(['--seeds', 'many'])).toThrow(
      '--seeds should be a whole number above 0, not many',
    )
    expect(() => readOptions(['--hours', '0'])).toThrow('--hours should be a number above 0, not 0')
    expect(() => readOptions(['--seed=-1'])).toThrow('--seed should be')
  })
})
