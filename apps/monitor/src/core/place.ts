/** Placing: where in the view each result belongs. Pure. */
import { addAlert, type News } from './alert.js'
import { type Link } from './connection.js'
import { silentNews } from './news.js'
import { type Quote } from './quote.js'
import { rowAfterSecond } from './row.js'
import { type Second } from './seconds.js'
import { type View } from './view.js'

/** Makes the next view of the one before, which already has the time of the moment. */
export type Placing = (view: View) => View

/** An event came: what is now known of its symbol. */
export const placeQuote =
  (quote: Quote): Placing =>
  view => ({
    ...view,
    events: view.events + 1,
    rows: view.rows.map(row => (row.symbol === quote.symbol ? { ...row, ...quote, isSilent: false } : row)),
  })

export const placeSecond =
  ({ rates, latency }: Second): Placing =>
  view => {
    const rows = view.rows.map(row => rowAfterSecond(row, rates.get(row.symbol) ?? 0))
    const rate = rows.reduce((sum, row) => sum + row.rate, 0)
    return { ...view, seconds: view.seconds + 1, rows, rate, latency: latency ?? view.latency }
  }

export const placeLink =
  (link: Link): Placing =>
  view => ({ ...view, link })

/** So many frames were dropped and commands refused so far. */
export const placeErrors =
  (errors: number): Placing =>
  view => ({ ...view, errors })

/** A symbol never said anything, though there was time. */
export const placeSilence =
  (symbol: string): Placing =>
  view => ({
    ...placeAlert(silentNews(symbol))(view),
    rows: view.rows.map(row => (row.symbol === symbol ? { ...row, isSilent: true } : row)),
  })

export const placeAlert =
  (news: News): Placing =>
  view => ({ ...view, alerts: addAlert(view.alerts, news, view.now) })
