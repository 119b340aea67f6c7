/** The view: everything that a face of the monitor shows, at one moment. */
import { type Alert } from './alert.js'
import { type Row } from './row.js'
import { type Link } from './link.js'

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
  /** What was measured since the last whole second. */
  readonly lags: readonly number[]
}
