/** Three minutes with a little of everything. */
import type { Scenario } from '../../soak/scenario/scenario.js'

const SECOND = 1_000
const symbols = ['BTCUSDT', 'ETHUSDT'] as const

export const eventfulScenario: Scenario = {
  seed: 1,
  hours: 0.05,
  symbols: symbols.map(symbol => ({ symbol, tradesPerSecond: 0.5, quotesPerSecond: 0.5, levels: 30 })),
  latency: 5,
  limits: {},
  faults: [
    { at: 15 * SECOND, fault: 'dropField', stream: 'btcusdt@trade', field: 'p', count: 2, for: 20 * SECOND },
    { at: 40 * SECOND, fault: 'drop', code: 1011 },
    { at: 55 * SECOND, fault: 'reject', stream: 'ethusdt@miniTicker', for: 10 * SECOND },
    { at: 70 * SECOND, fault: 'refuse', for: 10 * SECOND },
    { at: 71 * SECOND, fault: 'reset' },
  ],
  disruptions: [],
  market: {
    reconnect: {
      maxAttempts: 2,
      initialDelay: 1_000,
      maxDelay: 5_000,
      factor: 2,
      jitter: 0.5,
      minUptime: 5_000,
    },
    heartbeatInterval: 30_000,
    connectTimeout: 30_000,
    commandTimeout: 5_000,
    closeTimeout: 2_000,
    linger: 1_000,
    maxFrameBytes: 2 ** 24,
    rotation: false,
    mirror: 1,
    pool: { maxConnections: 1 },
    timeUnit: 'millisecond',
    backfill: false,
  },
  numeric: 'number',
  workload: [
    {
      at: 0,
      do: 'subscribe',
      name: 'trader',
      request: { kind: 'trade', symbols },
      resubscribeAfter: 10 * SECOND,
    },
    {
      at: 0,
      do: 'subscribe',
      name: 'watcher',
      request: { kind: 'miniTicker', symbols: ['BTCUSDT'] },
      resubscribeAfter: 0,
    },
    { at: 10 * SECOND, do: 'subscribe', name: 'visitor', request: { kind: 'aggTrade', symbols } },
    { at: 35 * SECOND, do: 'unsubscribe', name: 'visitor' },
    {
      at: 60 * SECOND,
      do: 'subscribe',
      name: 'rejected',
      request: { kind: 'miniTicker', symbols: ['ETHUSDT'] },
    },
    { at: 110 * SECOND, do: 'subscribe', name: 'guest', request: { kind: 'aggTrade', symbols } },
    { at: 130 * SECOND, do: 'unsubscribe', name: 'guest' },
    { at: 120 * SECOND, do: 'subscribe', name: 'late', request: { kind: 'bookTicker', symbols } },
  ],
  settledAt: 170 * SECOND,
  ending: 'close',
}
