/** Arrangement: what fits into a window of some size. */
import { type View } from '../../core/view.js'
import { type Column, columnsOf } from './columns.js'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Blanks between two columns. */
export const GAP = 2

/** The columns that fit, grown into the room there is. */
export function arrangeColumns(rows: View['rows'], width: number): readonly Column[] {
  let columns = columnsOf(rows)
  for (let rank = Math.max(...columns.map(each => each.rank)); rank > 0 && widthOf(columns) > width; rank--) {
    columns = columns.filter(column => column.rank < rank)
  }
  let spare = width - widthOf(columns)
  return columns.map(column => {
    const growth = Math.max(0, Math.min(spare, column.most - column.width))
    spare -= growth
    return { ...column, width: column.width + growth }
  })
}

export const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + width + GAP, -GAP)

export interface Lines {
  /** Rows of the table that are shown; one line more says how many are not, where there is a line left to say it. */
  readonly rows: number
  readonly hidden: number
  readonly alerts: number
  /** Whether there is room for blank lines between the parts. */
  readonly isAiry: boolean
}

const MOST_ALERTS = 12
/** The title, the table's head, and the status. */
const FIXED = 3

/** How the lines of the window are shared out. One is left free: a frame as tall as the window flickers. */
export function arrangeLines(rows: number, height: number): Lines {
  const free = height - 1 - FIXED
  const isAiry = free >= rows + 6
  const room = isAiry ? free - 3 : free
  const shown = rows <= room ? rows : Math.max(1, room - 1)
  const hidden = room < 2 ? 0 : rows - shown
  const alerts = Math.min(MOST_ALERTS, room - shown - (hidden > 0 ? 1 : 0))
  return { rows: shown, hidden, alerts: Math.max(0, alerts), isAiry }
}

/** Text of just this width: cut if it must be, never pushing its neighbours. */
export const fit = (text: string, { width, align }: Pick<Column, 'width' | 'align'>): string =>
  align === 'left' ? text.slice(0, width).padEnd(width) : text.slice(0, width).padStart(width)
