/** The view: everything that a face of the monitor shows, at one moment. */
import { type Alert } from './alert.js'
import { emptyLink, type Link } from './connection.js'
import { basisOf, type SymbolChannel, symbolsOf } from './plan.js'
import { emptyRow, type Row } from './row.js'

export interface View {
  /** When watching began: epoch milliseconds, as `now`. */
  readonly startedAt: number
  /** The scheduler's time of the newest thing that happened. */
  readonly now: number
  /** Whole seconds that have passed; rates and latency are those of the last one. */
  readonly seconds: number
  readonly link: Link
  /** One a symbol, in the order that was asked for. */
  readonly rows: readonly Row[]
  /** The newest, oldest first. */
  readonly alerts: readonly Alert[]
  /** Events so far. */
  readonly events: number
  /** Events of the last second. */
  readonly rate: number
  /** Frames dropped and commands refused so far. */
  readonly errors: number
  /** Median milliseconds from the exchange's clock to ours; undefined until measured, or when it would mean nothing. */
  readonly latency: number | undefined
}

/** A row for each symbol of the channels. */
export const emptyView = (channels: readonly SymbolChannel[], startedAt: number): View => ({
  startedAt,
  now: startedAt,
  seconds: 0,
  link: emptyLink,
  rows: symbolsOf(channels).map(symbol => emptyRow(symbol, basisOf(channels, symbol))),
  alerts: [],
  events: 0,
  rate: 0,
  errors: 0,
  latency: undefined,
})
