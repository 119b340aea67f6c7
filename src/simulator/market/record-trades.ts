/** Records what a matching engine reports, and passes it on to an instrument's listeners. */
import type { MatchingEngine } from '../engine/matching-engine.js'
import type { AggregateTrade, Trade } from '../engine/trade-log.js'
import type { DepthDeltas } from './depth-deltas.js'
import type { History } from './history.js'

/** Listeners of an instrument's events, one per kind. */
export interface InstrumentListeners {
  trade?: ((trade: Trade) => void) | undefined
  aggTrade?: ((trade: AggregateTrade) => void) | undefined
  blockTrade?: ((trade: Trade) => void) | undefined
  /** The best price of a side, or its quantity, has changed. */
  touch?: (() => void) | undefined
}

/** @param clock the clock of the events, epoch ms */
export function recordTrades(
  engine: MatchingEngine,
  clock: { readonly time: number },
  history: History,
  listeners: InstrumentListeners,
  deltas: ReadonlySet<DepthDeltas>,
): void {
  let firstId = 0
  engine.events.traded = (_taker, _maker, from, price, lots) => {
    const { time } = clock
    const buyerIsMaker = from === 'bids'
    const id = history.addTrade(time, price, lots, buyerIsMaker)
    if (firstId === 0) firstId = id
    listeners.trade?.({ id, price, lots, time, buyerIsMaker })
  }
  engine.events.aggregated = (_taker, from, price, lots) => {
    const { time } = clock
    const buyerIsMaker = from === 'bids'
    const id = history.addAggregate(time, price, lots, buyerIsMaker, firstId)
    const lastId = history.tradeId
    listeners.aggTrade?.({ id, price, lots, time, buyerIsMaker, firstId, lastId })
    firstId = 0
  }
  engine.events.changed = (side, price, lots) => {
    for (const collector of deltas) collector[side].set(price, lots)
  }
}
