/** A row of the table: a symbol's quote with its statistics per second. */
import { type Basis } from './basis.js'
import { emptyQuote, type Quote } from './quote.js'

export interface Row extends Quote {
  /** The price at each of the last seconds, oldest first. */
  readonly history: readonly number[]
  /** Events in the last complete second. */
  readonly rate: number
  /** Whether the symbol emitted nothing within the timeout. */
  readonly isSilent: boolean
}

const HISTORY_SECONDS = 60

export const emptyRow = (symbol: string, basis: Basis): Row => ({
  ...emptyQuote(symbol, basis),
  history: [],
  rate: 0,
  isSilent: false,
})

/** Returns the row after a second with `rate` events. */
export function addSecond(row: Row, rate: number): Row {
  const history = row.price === undefined ? row.history : [...row.history, row.price].slice(-HISTORY_SECONDS)
  return { ...row, history, rate }
}
