/** The exchange as a fault sees it: its connections, its books, its desks. */
import type { SchedulerLike } from 'rxjs'
import type { FaultDesk } from './fault-desk.js'
import type { Stage, Target } from './stage.js'
import type { Hub } from '../hub.js'
import type { Depth } from '../engine/order-book.js'
import { MOST_LEVELS } from '../rest/depth.js'
import type { Session } from '../session.js'
import type { SimulatedMarket } from '../simulated-market.js'

export function createStage({
  market,
  sessions,
  ...rest
}: {
  readonly scheduler: SchedulerLike
  readonly hub: Hub
  readonly desk: FaultDesk
  readonly market: SimulatedMarket
  /** By id, oldest first. */
  readonly sessions: ReadonlyMap<number, Session>
  readonly shutdown: (grace: number) => void
}): Stage {
  const meant = ({ connection }: Target): readonly number[] => {
    if (typeof connection === 'number') return [connection]
    const ids = [...sessions.keys()]
    if (connection === undefined) return ids
    return connection === 'oldest' ? ids.slice(0, 1) : ids.slice(-1)
  }
  return {
    ...rest,
    sessions: target => meant(target).flatMap(id => sessions.get(id) ?? []),
    reach(target) {
      if (target.connection === undefined) return () => true
      const [only] = meant(target)
      return id => id === only
    },
    books(symbol) {
      const books = new Map<string, Depth>()
      for (const listing of market.symbols) {
        if (symbol !== undefined && symbol !== listing.symbol) continue
        const book = market.instrument(listing.symbol)?.depth(MOST_LEVELS)
        if (book !== undefined) books.set(listing.symbol, book)
      }
      return books
    },
  }
}
