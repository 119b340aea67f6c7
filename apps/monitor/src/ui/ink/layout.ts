/** Layout: what fits into a terminal of a given size. */
import { type View } from '../../state/view.js'
import { type Column, columnsOf } from './columns.js'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Spaces between two columns. */
export const GAP = 2

/** Returns the columns that fit, widened to use the remaining space. */
export function layOutColumns(rows: View['rows'], width: number): readonly Column[] {
  let columns = columnsOf(rows)
  for (let rank = Math.max(...columns.map(each => each.rank)); rank > 0 && widthOf(columns) > width; rank--) {
    columns = columns.filter(column => column.rank < rank)
  }
  let spare = width - widthOf(columns)
  return columns.map(column => {
    const growth = Math.max(0, Math.min(spare, column.maxWidth - column.width))
    spare -= growth
    return { ...column, width: column.width + growth }
  })
}

export const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + width + GAP, -GAP)

export interface Lines {
  /** Rows of the table that are shown. */
  readonly rows: number
  /** Rows that the line below the table reports as hidden; 0 also when there is no line for it. */
  readonly hidden: number
  readonly alerts: number
  /** Whether there are blank lines between the parts. */
  readonly hasSpacing: boolean
}

const MAX_ALERT_LINES = 12
/** The title, the table's head, and the status. */
const FIXED_LINES = 3

/**
 * Distributes the lines of the terminal. One stays free: a frame as tall as the terminal flickers.
 */
export function layOutLines(rows: number, height: number): Lines {
  const free = height - 1 - FIXED_LINES
  const isAiry = free >= rows + 6
  const available = isAiry ? free - 3 : free
  const shown = rows <= available ? rows : Math.max(1, available - 1)
  const hidden = available < 2 ? 0 : rows - shown
  const alerts = Math.min(MAX_ALERT_LINES, available - shown - (hidden > 0 ? 1 : 0))
  return { rows: shown, hidden, alerts: Math.max(0, alerts), hasSpacing: isAiry }
}

export interface BookLines {
  /** Levels of each side. */
  readonly levels: number
  readonly alerts: number
}

/** The title, the book's state, its head, the spread and the status. */
const FIXED_BOOK_LINES = 5
/** Lines for alerts where there is space for more than a few levels. */
const BOOK_ALERT_LINES = 2
const FEW_LEVELS = 3

/** Distributes the lines of the terminal to both sides of a book. */
export function layOutBookLines(height: number): BookLines {
  const free = Math.max(0, height - 1 - FIXED_BOOK_LINES)
  const hasAlerts = free >= 2 * FEW_LEVELS + BOOK_ALERT_LINES
  const levels = Math.max(1, Math.floor((free - (hasAlerts ? BOOK_ALERT_LINES : 0)) / 2))
  return { levels, alerts: Math.max(0, free - 2 * levels) }
}

/** Pads or truncates a text to the width of its column. */
export const fit = (text: string, { width, align }: Pick<Column, 'width' | 'align'>): string =>
  align === 'left' ? text.slice(0, width).padEnd(width) : text.slice(0, width).padStart(width)
