/** Defects under clock steps, stalls and hostile frames that the checker must detect. */
import { filter, interval, map, merge, mergeMap, of, throwError } from 'rxjs'
import { runScenario } from '../../soak/run/run-scenario.js'
import { generateScenario } from '../../soak/scenario/generate-scenario.js'
import type { ConnectionStatus } from '../../src/index.js'
import { channels, type ClientDefect, members } from './client-defects.js'
import { disruptedScenario } from './disrupted-scenario.js'

const misled: Readonly<Record<string, ClientDefect>> = {
  'drops events that seem to be older than the last': {
    invariant: 'delivery',
    mutation: channels(() => {
      let last = 0
      return filter(({ receivedAt }) => {
        const isOld = receivedAt < last
        last = Math.max(last, receivedAt)
        return !isOld
      })
    }),
  },
  'stamps events with a clock that is not stepped': {
    invariant: 'delivery',
    mutation: channels((_, { scheduler }) => map(event => ({ ...event, receivedAt: scheduler.monotonic() }))),
  },
  'stamps statuses with a clock that is not stepped': {
    invariant: 'statuses',
    mutation: members((market, { scheduler }) => ({
      connection$: market.connection$.pipe(map(status => ({ ...status, at: scheduler.monotonic() }))),
    })),
  },
  'cannot read binary messages': {
    invariant: 'delivery',
    mutation: channels((_, { scheduler }) => {
      const end = scheduler.monotonic() + 40_000
      return filter(() => scheduler.monotonic() > end)
    }),
  },
  'takes a stall for silence': {
    invariant: 'statuses',
    mutation: members((market, { scheduler }) => {
      let last = scheduler.monotonic()
      const stale$ = interval(500, scheduler).pipe(
        map(() => {
          const silence = scheduler.monotonic() - last
          last += silence
          return silence
        }),
        filter(silence => silence > 5_000),
        map((silence): ConnectionStatus => ({ type: 'stale', connection: 0, at: scheduler.now(), silence })),
      )
      return { connection$: merge(market.connection$, stale$) }
    }),
  },
  'drops a frame that writes its stream name with escapes': {
    invariant: 'delivery',
    mutation: channels(() => filter(event => !(event.type === 'miniTicker' && event.price === 1.5))),
  },
  'reports a deeply nested frame for each of its levels': {
    invariant: 'delivery',
    mutation: members(market => ({
      errors$: market.errors$.pipe(
        mergeMap(error => (/\[\[\[/.test(error.message) ? of(error, error) : of(error))),
      ),
    })),
  },
  'terminates a stream on a deeply nested frame': {
    invariant: 'terminations',
    mutation: channels(
      market => source$ =>
        merge(
          source$,
          market.errors$.pipe(
            filter(error => /\[\[\[/.test(error.message)),
            mergeMap(error => throwError(() => error)),
          ),
        ),
    ),
  },
}

describe('the checker, with clock steps, stalls and hostile frames', () => {
  it('finds no violation by the client', async () => {
    const { violation, report } = await runScenario(disruptedScenario)
    expect(violation).toBeUndefined()
    expect(report?.errors.filter(({ value }) => value.code === 'DECODE_FAILED').length).toBeGreaterThan(3)
    expect(report?.statuses.map(({ type }) => type)).not.toContain('stale')
  })

  it.each(Object.entries(misled))('detects a client that %s', async (_, { invariant, mutation }) => {
    expect((await runScenario(disruptedScenario, mutation)).violation).toMatchObject({ invariant })
  })

  it('observes what seeds generate of each', () => {
    const scenarios = Array.from({ length: 60 }, (_, seed) => generateScenario(seed, 1))
    const disruptions = scenarios.flatMap(scenario => scenario.disruptions)
    const steps = disruptions.flatMap(each => ('clockStep' in each ? [each.clockStep] : []))
    const stalls = disruptions.flatMap(each => ('stall' in each ? [each.stall] : []))
    expect(disruptions.some(each => 'binary' in each)).toBe(true)
    expect(new Set(steps)).toEqual(new Set([-3_600_000, -1_000, 1_000, 3_600_000]))
    expect(new Set(stalls)).toEqual(new Set([100, 1_000, 6_000, 15_000, 40_000]))
    const texts = scenarios.flatMap(({ faults }) =>
      faults.flatMap(fault => ('text' in fault ? [fault.text] : [])),
    )
    for (const kind of [/^$/, /^\[{100}/, /\\u00/, /^.{50001}/, /__proto__/, /\[null\]/]) {
      expect(texts.some(text => kind.test(text ?? ''))).toBe(true)
    }
    expect(texts.some(text => text?.startsWith('\u0000\u0001'))).toBe(true)
    expect(texts.some(text => text?.length === 10_000_000)).toBe(true)
  })
})
