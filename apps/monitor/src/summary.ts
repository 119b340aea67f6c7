/** The summary: what was seen, said when the monitor ends. */
import { changeOf } from './core/quote.js'
import { type Row } from './core/row.js'
import { type View } from './core/view.js'
import { formatPercent, formatPrice } from './decimals.js'
import { duration } from './duration.js'
import { line } from './faces/plain.js'

/** What a recording held, and what of it was sent to us. */
export interface Played {
  readonly frames: number
  readonly delivered: number
}

/** For a person. */
export function summaryText(view: View, now: number, played?: Played): string {
  const { rows, events, errors, link } = view
  const counts = [
    `${count(events, 'event')}`,
    count(link.reconnects, 'reconnect'),
    played === undefined ? count(errors, 'error') : `${errors} rejected`,
  ]
  const watched = `Watched ${count(rows.length, 'symbol')} for ${duration(now - view.startedAt)}: ${counts.join(', ')}.`
  return [watched, ...(played === undefined ? [] : [playedText(view, played)]), ...rowTexts(rows)].join('\n')
}

/** For a program: the same as lines of the plain face. */
export function summaryLines(view: View, now: number, played?: Played): string {
  const { rows, events, errors, link } = view
  const total = line(now, 'summary', {
    duration: `${((now - view.startedAt) / 1000).toFixed(1)}s`,
    frames: played?.frames,
    played: played?.delivered,
    events,
    reconnects: link.reconnects,
    errors,
  })
  const symbols = rows.map(row =>
    line(now, 'summary', {
      symbol: row.symbol,
      price: row.price === undefined ? undefined : formatPrice(row.price, row.decimals),
      change: changeOf(row) === undefined ? undefined : formatPercent(changeOf(row)),
      events: row.events,
    }),
  )
  return [total, ...symbols].join('\n')
}

const playedText = ({ events }: View, { frames, delivered }: Played): string =>
  `The recording holds ${count(frames, 'frame')}: ${thousands(delivered)} played, ${thousands(events)} shown.`

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
  return texts.map(cells =>
    `  ${cells.map((cell, at) => (isLeft(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}`.trimEnd(),
  )
}

const thousands = (number: number): string => number.toLocaleString('en-US')

const count = (number: number, what: string): string =>
  `${thousands(number)} ${what}${number === 1 ? '' : 's'}`
