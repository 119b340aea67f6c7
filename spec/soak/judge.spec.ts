/** The judge, judged: it must know a defect when it sees one, and nothing else. */
import { Limits } from '../../soak/laws/limits.js'
import { Vigilance } from '../../soak/laws/vigilance.js'
import { run } from '../../soak/run.js'
import { Scene } from '../../soak/scene.js'
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
    expect(breach?.trace.length).toBeGreaterThan(1)
  })

  describe('by a law alone', () => {
    const breaches: string[] = []
    const broken = (what: string): never => {
      breaches.push(what)
      return undefined as never
    }
    beforeEach(() => void breaches.splice(0))

    it('counts attempts to connect', () => {
      const limits = new Limits(broken)
      const connect = (n: number, at: number): void =>
        limits.step({ type: 'connect', socket: n, at, url: '' })
      for (let n = 1; n <= 300; n++) connect(n, n * 100)
      connect(301, 300_100)
      expect(breaches).toEqual([])
      connect(302, 300_150)
      expect(breaches).toEqual(['301 attempts to connect within five minutes'])
    })

    it('notices a link that is not probed, and one that does not answer', () => {
      const scene = new Scene()
      const vigilance = new Vigilance(scene, { heartbeatInterval: 30_000, commandTimeout: 5_000 }, broken)
      const step = (
        at: number,
        more: { type: 'connect' | 'open' | 'command' | 'frame'; text?: string },
      ): void => {
        const whole = { socket: 1, at, url: '', text: '', ...more }
        scene.note(whole)
        vigilance.step(whole, undefined)
      }
      const probe = JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
      step(0, { type: 'connect' })
      step(0, { type: 'open' })
      step(30_000, { type: 'command', text: probe })
      step(35_000, { type: 'frame' })
      expect(breaches).toEqual([])
      step(70_000, { type: 'frame' })
      expect(breaches).toEqual(['connection 0 has not been probed for 40000 ms'])
      step(70_001, { type: 'command', text: probe })
      breaches.splice(0)
      step(75_002, { type: 'frame' })
      expect(breaches).toEqual([
        'connection 0 has been silent since a probe 5001 ms ago',
        'connection 0 has not answered a probe for 75002 ms',
      ])
    })
  })
})
