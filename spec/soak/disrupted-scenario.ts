/** The eventful scenario on a client's machine with clock steps, stalls and hostile frames. */
import type { Scenario } from '../../soak/scenario/scenario.js'
import { eventfulScenario } from './eventful-scenario.js'

const SECOND = 1_000
const HOUR = 3_600_000

/** Newer than the tickers before it, and no newer than those after it. */
const SENT_AT = 20 * SECOND
const ticker = {
  e: '24hrMiniTicker',
  E: Date.UTC(2026, 0, 5) + SENT_AT,
  s: 'BTCUSDT',
  c: '1.5',
  o: '1',
  h: '2',
  l: '1',
  v: '1',
  q: '1',
}

export const disruptedScenario: Scenario = {
  ...eventfulScenario,
  faults: [
    ...eventfulScenario.faults,
    {
      at: SENT_AT,
      fault: 'send',
      text: `{"stream":"\\u0062tcusdt@miniTicker","data":${JSON.stringify(ticker)}}`,
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
    { at: 5 * SECOND, binary: true },
    { at: 40 * SECOND, binary: false },
    { at: 25 * SECOND, clockStep: HOUR },
    { at: 28 * SECOND, clockStep: -2 * HOUR },
    { at: 90 * SECOND, clockStep: -SECOND },
    { at: 30 * SECOND, stall: 9 * SECOND },
    { at: 115 * SECOND, stall: 15 * SECOND },
  ],
}
