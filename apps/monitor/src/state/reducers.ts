/** Reducers: how each update changes the view. */
import { type Book } from 'rxmarket'
import { addAlert, type AlertInput } from './alert.js'
import { emptyPanel, panelAfter } from './book-panel.js'
import { type ConnectionSummary } from './connection-summary.js'
import { silenceAlert } from './alert-inputs.js'
import { type Quote } from './quote.js'
import { addSecond } from './row.js'
import { type SecondStats } from '../watch/second-stats.js'
import { type View } from './view.js'

/** Returns the next view; the given one already has the current time in `now`. */
export type Reducer = (view: View) => View

/** Stores the quote of a symbol after an event. */
export const reduceQuote =
  (quote: Quote): Reducer =>
  view => ({
    ...view,
    events: view.events + 1,
    rows: view.rows.map(row => (row.symbol === quote.symbol ? { ...row, ...quote, isSilent: false } : row)),
  })

export const reduceSecond =
  ({ rates, latency }: SecondStats): Reducer =>
  view => {
    const rows = view.rows.map(row => addSecond(row, rates.get(row.symbol) ?? 0))
    const rate = rows.reduce((sum, row) => sum + row.rate, 0)
    return { ...view, seconds: view.seconds + 1, rows, rate, latency: latency ?? view.latency }
  }

/** Stores what is shown of a book, which has to be the current one. */
export const reduceBook =
  (book: Book): Reducer =>
  view => ({ ...view, book: panelAfter(view.book ?? emptyPanel(book.symbol), book) })

/** Counts the updates of the book in a second. */
export const reduceBookSecond =
  (updates: number): Reducer =>
  view => ({ ...view, seconds: view.seconds + 1, events: view.events + updates, rate: updates })

export const reduceConnection =
  (connection: ConnectionSummary): Reducer =>
  view => ({ ...view, connection })

/** Stores the number of frames dropped and commands rejected so far. */
export const reduceErrorCount =
  (errors: number): Reducer =>
  view => ({ ...view, errors })

/** Marks a symbol that emitted nothing within the timeout. */
export const reduceSilence =
  (symbol: string): Reducer =>
  view => ({
    ...reduceAlert(silenceAlert(symbol))(view),
    rows: view.rows.map(row => (row.symbol === symbol ? { ...row, isSilent: true } : row)),
  })

export const reduceAlert =
  (input: AlertInput): Reducer =>
  view => ({ ...view, alerts: addAlert(view.alerts, input, view.now) })
