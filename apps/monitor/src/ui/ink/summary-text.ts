/** The summary of a run as text, for people. */
import { changeOf } from '../../state/quote.js'
import { type Row } from '../../state/row.js'
import { type View } from '../../state/view.js'
import { formatPercent, formatPrice } from '../../state/decimals.js'
import { count, thousands } from '../count.js'
import { duration } from '../duration.js'
import { type PlaybackCounts } from '../renderer.js'

export function summaryText(view: View, now: number, played?: PlaybackCounts): string {
  const { rows, events, errors, connection } = view
  const counts = [
    `${count(events, 'event')}`,
    count(connection.reconnects, 'reconnect'),
    played === undefined ? count(errors, 'error') : `${errors} rejected`,
  ]
  const what = view.book === undefined ? count(rows.length, 'symbol') : `the book of ${view.book.symbol}`
  const watched = `Watched ${what} for ${duration(now - view.startedAt)}: ${counts.join(', ')}.`
  return [watched, ...(played === undefined ? [] : [playedText(view, played)]), ...rowTexts(rows)].join('\n')
}

const playedText = ({ events }: View, { frames, delivered }: PlaybackCounts): string =>
  `The recording contains ${count(frames, 'frame')}: ${thousands(delivered)} played, ${thousands(events)} shown.`

function rowTexts(rows: readonly Row[]): readonly string[] {
  const texts = rows.map(row => [
    row.symbol,
    formatPrice(row.price, row.decimals),
    formatPercent(changeOf(row)),
    changeOf(row) === undefined ? '' : row.basis === 'day' ? 'in 24 h' : 'since the start',
    count(row.events, 'event'),
  ])
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(0, ...texts.map(cells => cells[column]?.length ?? 0)))
  const isLeft = (column: number) => column === 0 || column === 3
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0
    return isLeft(column) ? cell.padEnd(width) : cell.padStart(width)
  }
  return texts.map(cells => `  ${cells.map(pad).join('  ')}`.trimEnd())
}
