/** Faults of what the exchange says about the market as a whole: its clock, and how old its snapshots are. */
import { anyWhole, count, duration, optional, text } from './field.js'
import { skewed } from './payload.js'
import type { FaultKind, Lasting } from './stage.js'

/** Puts the exchange's clock wrong in what it says: `E` and a trade's `T` on the streams, `time` and `exchangeInfo` of REST. */
export interface SkewClockFault extends Lasting {
  readonly fault: 'skewClock'
  /** Milliseconds ahead; below 0 for behind. */
  readonly by: number
}

/** Goes on answering REST `depth` with the book as it is when the fault begins: a snapshot older than the stream. */
export interface StaleSnapshotsFault extends Lasting {
  readonly fault: 'staleSnapshots'
  /** Such as `BTCUSDT`. @default each that is listed */
  readonly symbol?: string
  /** How many answers. @default each until lifted */
  readonly count?: number
}

export type MarketFault = SkewClockFault | StaleSnapshotsFault

export const skewClock: FaultKind<SkewClockFault> = {
  fields: { by: anyWhole, for: duration },
  begin({ by }, { desk }) {
    const life = desk.frames.add(
      { matches: () => true, reaches: () => true, change: frame => [frame.map(skewed(by))] },
      Infinity,
    )
    life.add(desk.clocks.add({ by }))
    return life
  },
  draw: chance => ({ by: chance.pick(-60_000, -1_000, 1_000, 3_600_000), for: chance.whole(1_000, 60_000) }),
}

export const staleSnapshots: FaultKind<StaleSnapshotsFault> = {
  fields: { symbol: optional(text), count, for: duration },
  begin: ({ symbol, count }, { books, desk }) => desk.rest.snapshots.add(books(symbol), count),
  draw: chance => ({ count: chance.whole(1, 3), for: 60_000 }),
}
