/** The eventful scenario on a client's machine whose clock is stepped and whose process stalls, with hostile frames. */
import type { Scenario } from '../../soak/scenario/scenario.js'
import { eventfulScenario } from './eventful-scenario.js'

const SECOND = 1_000
const HOUR = 3_600_000

const trade = { e: 'trade', E: 1, s: 'BTCUSDT', t: 1, p: '1.5', q: '2', T: 1, m: true, M: true }

export const disruptedScenario: Scenario = {
  ...eventfulScenario,
  faults: [
    ...eventfulScenario.faults,
    {
      at: 20 * SECOND,
      fault: 'send',
      text: `{"stream":"\\u0062tcusdt@trade","data":${JSON.stringify(trade)}}`,
    },
    { at: 21 * SECOND, fault: 'send', text: '['.repeat(100_000) },
    {
      at: 22 * SECOND,
      fault: 'send',
      text: `{"stream":"btcusdt@trade","data":${'['.repeat(9_999)}${']'.repeat(9_999)}}`,
    },
    { at: 23 * SECOND, fault: 'send', text: '' },
  ],
  disruptions: [
    { at: 25 * SECOND, clockStep: HOUR },
    { at: 28 * SECOND, clockStep: -2 * HOUR },
    { at: 90 * SECOND, clockStep: -SECOND },
    { at: 30 * SECOND, stall: 9 * SECOND },
    { at: 115 * SECOND, stall: 15 * SECOND },
  ],
}
