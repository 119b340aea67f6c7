/**
 * Two minutes of a connection that rotates, and of one with mirrors: sessions that end, are late,
 * and lose what the other one delivers.
 */
import type { Scenario } from '../../../soak/scenario/scenario.js'
import { eventfulScenario } from '../eventful-scenario.js'

const SECOND = 1_000
const symbols = ['BTCUSDT'] as const

export const rotatingScenario: Scenario = {
  ...eventfulScenario,
  hours: 0.035,
  symbols: symbols.map(symbol => ({ symbol, tradesPerSecond: 2, quotesPerSecond: 1, levels: 30 })),
  latency: 20,
  limits: { maxAge: 60 * SECOND },
  faults: [
    { at: 12 * SECOND, fault: 'skip', stream: 'btcusdt@trade', count: 2 },
    { at: 16 * SECOND, fault: 'stutter', pause: 180, flow: 50, connection: 'oldest', for: 30 * SECOND },
    { at: 50 * SECOND, fault: 'serverShutdown', grace: 5_000 },
    { at: 70 * SECOND, fault: 'refuse', for: 5 * SECOND },
    { at: 85 * SECOND, fault: 'drop', code: 1011 },
  ],
  market: { ...eventfulScenario.market, rotation: { after: 15 * SECOND } },
  workload: [
    { at: 0, do: 'subscribe', name: 'trader', request: { kind: 'trade', symbols } },
    { at: 0, do: 'subscribe', name: 'careful', request: { kind: 'trade', symbols, gaps: true } },
    { at: 0, do: 'subscribe', name: 'filled', request: { kind: 'aggTrade', symbols, backfill: true } },
    { at: 0, do: 'subscribe', name: 'quotes', request: { kind: 'bookTicker', symbols } },
    { at: 0, do: 'subscribe', name: 'tickers', request: { kind: 'miniTicker', symbols, gaps: true } },
    {
      at: 0,
      do: 'subscribe',
      name: 'klines',
      request: { kind: 'kline', symbols, freqs: ['1s', '1m'], timeZone: '+00:00' },
    },
    {
      at: SECOND,
      do: 'subscribe',
      name: 'book',
      request: { kind: 'book', symbols, speed: 100, snapshot: 100 },
    },
  ],
  settledAt: 120 * SECOND,
}

export const mirroredScenario: Scenario = {
  ...rotatingScenario,
  faults: [
    { at: 12 * SECOND, fault: 'skip', stream: 'btcusdt@trade', count: 2 },
    { at: 16 * SECOND, fault: 'stutter', pause: 180, flow: 50, connection: 'oldest', for: 30 * SECOND },
    { at: 20 * SECOND, fault: 'skip', stream: 'btcusdt@*', count: 20, connection: 'newest' },
    { at: 50 * SECOND, fault: 'serverShutdown', grace: 5_000 },
    { at: 60 * SECOND, fault: 'reset', connection: 'oldest' },
    { at: 70 * SECOND, fault: 'halfOpen', connection: 'newest' },
  ],
  market: { ...rotatingScenario.market, rotation: { after: 30 * SECOND }, mirror: 2 },
}
