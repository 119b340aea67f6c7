/** The view: everything that a renderer shows at one moment. */
import { type Alert } from './alert.js'
import { type BookPanel } from './book-panel.js'
import { emptyConnectionSummary, type ConnectionSummary } from './connection-summary.js'
import { basisOf } from './basis.js'
import { type SymbolChannel, symbolsOf } from './channels.js'
import { emptyRow, type Row } from './row.js'

export interface View {
  /** Start of the run, epoch milliseconds. */
  readonly startedAt: number
  /** Time of the last update, epoch milliseconds. */
  readonly now: number
  /** Complete seconds so far; rates and latency describe the last one. */
  readonly seconds: number
  readonly connection: ConnectionSummary
  /** One per symbol, in the order requested. */
  readonly rows: readonly Row[]
  /** The latest alerts, oldest first. */
  readonly alerts: readonly Alert[]
  /** Events so far. */
  readonly events: number
  /** Events of the last second. */
  readonly rate: number
  /** Frames dropped and commands rejected so far. */
  readonly errors: number
  /**
   * Median milliseconds from the exchange's clock to ours; undefined until measured and for
   * recordings.
   */
  readonly latency: number | undefined
  /** The order book that is watched in place of rows. */
  readonly book?: BookPanel
}

/** Returns a view with an empty row for each symbol of the channels. */
export const emptyView = (channels: readonly SymbolChannel[], startedAt: number): View => ({
  startedAt,
  now: startedAt,
  seconds: 0,
  connection: emptyConnectionSummary,
  rows: symbolsOf(channels).map(symbol => emptyRow(symbol, basisOf(channels, symbol))),
  alerts: [],
  events: 0,
  rate: 0,
  errors: 0,
  latency: undefined,
})
