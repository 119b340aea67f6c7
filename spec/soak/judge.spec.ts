/** The judge, judged: it must know a defect when it sees one, and nothing else. */
import { Limits } from '../../soak/laws/limits.js'
import { run } from '../../soak/run.js'
import { defects } from './defects.js'
import { plan } from './eventful-plan.js'

describe('the judge', () => {
  it('finds nothing wrong with the client as it is', async () => {
    const { breach, report } = await run(plan)
    expect(breach).toBeUndefined()
    // It has seen what the defects below are about.
    const errors = new Set(report?.errors.map(({ value }) => value.code))
    expect([...errors].sort()).toEqual(['DECODE_FAILED', 'SUBSCRIBE_REJECTED'])
    expect(report?.statuses.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['reconnecting', 'failed', 'live']),
    )
    expect(report?.counts.events).toBeGreaterThan(300)
  })

  it.each(Object.entries(defects))('catches a client that %s', async (_, { law, tamper }) => {
    const { breach } = await run(plan, tamper)
    expect(breach).toMatchObject({ law })
    expect(breach?.trace.length).toBeGreaterThan(5)
  })

  it('counts attempts to connect', () => {
    const breaches: string[] = []
    const limits = new Limits(what => {
      breaches.push(what)
      return undefined as never
    })
    const connect = (n: number, at: number): void => limits.step({ type: 'connect', socket: n, at, url: '' })
    for (let n = 1; n <= 300; n++) connect(n, n * 100)
    connect(301, 300_100)
    expect(breaches).toEqual([])
    connect(302, 300_150)
    expect(breaches).toEqual(['301 attempts to connect within five minutes'])
  })
})
