/** Faults of the market data as a whole: a restart, a wrong clock, stale snapshots. */
import type { FaultDefinition, WithDuration } from './definition.js'
import { skewTimes } from './edit-payload.js'
import { anyBoolean, anyInteger, count, duration, nonEmptyString, optional } from './fields.js'

/**
 * Skews the reported clock: `E` and a trade's `T` on streams, `time` and `exchangeInfo` of REST.
 */
export interface SkewClockFault extends WithDuration {
  readonly fault: 'skewClock'
  /** Milliseconds ahead; below 0 for behind. */
  readonly by: number
}

/** Serves REST `depth` from the book at the start of the fault: snapshots older than the stream. */
export interface StaleSnapshotsFault extends WithDuration {
  readonly fault: 'staleSnapshots'
  /** Such as `BTCUSDT`. @default every listed one */
  readonly symbol?: string
  /** The number of responses. @default each until it is cleared */
  readonly count?: number
}

/**
 * Restarts the exchange from nothing, as a wiped testnet: each symbol opens again at its initial
 * price, ids begin at 1, klines are empty, and REST answers so too. A recording that is played goes
 * on.
 */
export interface RestartFault {
  readonly fault: 'restart'
  /**
   * Whether connections stay open: the exchange restarts behind them. @default false: they are
   * closed with 1012
   */
  readonly keepConnections?: boolean
}

export type MarketFault = RestartFault | SkewClockFault | StaleSnapshotsFault

export const restart: FaultDefinition<RestartFault> = {
  fields: { keepConnections: optional(anyBoolean) },
  start({ keepConnections = false }, { market, sessions }) {
    market.restart()
    if (keepConnections) return
    for (const session of sessions.select({})) session.close(1012, 'Service restart')
  },
  sample: random => ({ keepConnections: random.pick(true, false) }),
}

export const skewClock: FaultDefinition<SkewClockFault> = {
  fields: { by: anyInteger, for: duration },
  start({ by }, { active }) {
    const skew = skewTimes(by)
    const subscription = active.frames.change({ stream: '*' }, frame => [frame.mapPayload(skew)], Infinity)
    subscription.add(active.skewClock(by))
    return subscription
  },
  sample: random => ({
    by: random.pick(-60_000, -1_000, 1_000, 3_600_000),
    for: random.integer(1_000, 60_000),
  }),
}

export const staleSnapshots: FaultDefinition<StaleSnapshotsFault> = {
  fields: { symbol: optional(nonEmptyString), count, for: duration },
  start: ({ symbol, count }, { active, market }) => active.rest.serveSnapshots(market.books(symbol), count),
  sample: random => ({ count: random.integer(1, 3), for: 60_000 }),
}
