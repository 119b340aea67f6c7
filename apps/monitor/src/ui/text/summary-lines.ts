/** The summary of a run as log lines, for programs. */
import { formatPercent, formatPrice } from '../../state/decimals.js'
import { changeOf } from '../../state/quote.js'
import { type View } from '../../state/view.js'
import { type PlaybackCounts } from '../renderer.js'
import { logLine } from './log-line.js'

export function summaryLines(view: View, now: number, played?: PlaybackCounts): string {
  const { rows, events, errors, connection } = view
  const total = logLine(now, 'summary', {
    duration: `${((now - view.startedAt) / 1000).toFixed(1)}s`,
    frames: played?.frames,
    played: played?.delivered,
    events,
    reconnects: connection.reconnects,
    errors,
  })
  const symbols = rows.map(row =>
    logLine(now, 'summary', {
      symbol: row.symbol,
      price: row.price === undefined ? undefined : formatPrice(row.price, row.decimals),
      change: changeOf(row) === undefined ? undefined : formatPercent(changeOf(row)),
      events: row.events,
    }),
  )
  const book =
    view.book && logLine(now, 'summary', { symbol: view.book.symbol, book: view.book.state, events })
  return [total, ...symbols, ...(book === undefined ? [] : [book])].join('\n')
}
