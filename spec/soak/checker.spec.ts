import { runScenario } from '../../soak/run/run-scenario.js'
import { clientDefects } from './client-defects.js'
import { eventfulScenario } from './eventful-scenario.js'

describe('the checker', () => {
  it('finds no violation by the client', async () => {
    const { violation, report } = await runScenario(eventfulScenario)
    expect(violation).toBeUndefined()
    // The scenario has what the defects below concern.
    const errors = new Set(report?.errors.map(({ value }) => value.code))
    expect([...errors].sort()).toEqual(['DECODE_FAILED', 'SUBSCRIBE_REJECTED'])
    expect(report?.statuses.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['reconnecting', 'failed', 'live']),
    )
    expect(report?.counts.events).toBeGreaterThan(300)
  })

  it.each(Object.entries(clientDefects))('detects a client that %s', async (_, { invariant, mutation }) => {
    const { violation } = await runScenario(eventfulScenario, mutation)
    expect(violation).toMatchObject({ invariant })
    expect(violation?.trace.length).toBeGreaterThan(1)
  })
})
