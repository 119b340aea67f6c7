/** A row: a symbol's quote, and what is known of its seconds. */
import { type Basis, emptyQuote, type Quote } from './quote.js'

export interface Row extends Quote {
  /** The price at each of the last seconds, oldest first. */
  readonly history: readonly number[]
  /** Events in the last whole second. */
  readonly rate: number
  /** Whether it never said anything though there was time. */
  readonly isSilent: boolean
}

const HISTORY = 60

export const emptyRow = (symbol: string, basis: Basis): Row => ({
  ...emptyQuote(symbol, basis),
  history: [],
  rate: 0,
  isSilent: false,
})

/** The row when a whole second with so many events has passed. */
export function rowAfterSecond(row: Row, rate: number): Row {
  const history = row.price === undefined ? row.history : [...row.history, row.price].slice(-HISTORY)
  return { ...row, history, rate }
}
