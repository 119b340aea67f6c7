/**
 * Four minutes of streams that are completed, and of what they are completed from: drops, lost
 * frames, requests that fail.
 */
import type { Scenario } from '../../../soak/scenario/scenario.js'
import { eventfulScenario } from '../eventful-scenario.js'

const SECOND = 1_000
const symbols = ['BTCUSDT'] as const

export const completeScenario: Scenario = {
  ...eventfulScenario,
  hours: 0.07,
  symbols: symbols.map(symbol => ({ symbol, tradesPerSecond: 2, quotesPerSecond: 1, levels: 30 })),
  faults: [
    { at: 20 * SECOND, fault: 'skip', stream: 'btcusdt@trade', count: 2 },
    { at: 30 * SECOND, fault: 'repeat', stream: 'btcusdt@aggTrade', count: 2 },
    { at: 35 * SECOND, fault: 'reorder', stream: 'btcusdt@trade', count: 2 },
    { at: 45 * SECOND, fault: 'drop', code: 1011 },
    // The first attempt fails, and what the gap opened with is filled late.
    { at: 69 * SECOND, fault: 'restError', status: 503, count: 2 },
    { at: 70 * SECOND, fault: 'reset' },
    // Never answered within the limit.
    { at: 99 * SECOND, fault: 'restHang', for: 30 * SECOND },
    { at: 100 * SECOND, fault: 'reset' },
  ],
  market: {
    ...eventfulScenario.market,
    reconnect: {
      maxAttempts: 10,
      initialDelay: 1_000,
      maxDelay: 5_000,
      factor: 2,
      jitter: 0.5,
      minUptime: 5_000,
    },
    backfill: { capacity: 100, maxDelay: 10_000 },
  },
  workload: [
    {
      at: 0,
      do: 'subscribe',
      name: 'live',
      request: { kind: 'trade', symbols, gaps: true, backfill: false },
    },
    { at: 0, do: 'subscribe', name: 'filled', request: { kind: 'trade', symbols, gaps: true } },
    { at: 0, do: 'subscribe', name: 'aggregates', request: { kind: 'aggTrade', symbols, gaps: true } },
    {
      at: 0,
      do: 'subscribe',
      name: 'klines',
      request: { kind: 'kline', symbols, freqs: ['1s', '1m'], timeZone: '+00:00', gaps: true },
    },
    { at: 0, do: 'subscribe', name: 'quotes', request: { kind: 'bookTicker', symbols, gaps: true } },
    { at: 0, do: 'subscribe', name: 'tickers', request: { kind: 'miniTicker', symbols, gaps: true } },
    {
      at: 0,
      do: 'subscribe',
      name: 'diffs',
      request: { kind: 'depthDiff', symbols, speed: 1000, gaps: true },
    },
    {
      at: 15 * SECOND,
      do: 'subscribe',
      name: 'warm',
      request: { kind: 'trade', symbols, gaps: true, history: 10 },
    },
  ],
  settledAt: 240 * SECOND,
}
