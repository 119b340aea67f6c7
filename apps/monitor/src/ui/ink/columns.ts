/** Columns of the table. Widths follow the widest number so far, so that columns do not jump. */
import { changeOf } from '../../state/quote.js'
import { type Row } from '../../state/row.js'
import { directionOf, formatPercent, formatPrice } from '../../state/decimals.js'
import { candle, sparkline } from './glyphs.js'

export type Color = 'green' | 'red' | 'cyan' | 'yellow' | 'gray' | undefined

export interface Cell {
  readonly text: string
  readonly color?: Color
  readonly isBold?: boolean
}

export interface Column {
  readonly title: string
  /** A narrow terminal drops the columns with the highest rank first, all of a rank together. */
  readonly rank: number
  readonly width: number
  /** Width to which the column may grow. */
  readonly maxWidth: number
  readonly align: 'left' | 'right'
  cell(row: Row, width: number): Cell
}

/** Returns all columns for these rows, from left to right. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  const priceWidth = Math.max(6, ...rows.map(({ highest, decimals }) => highest.toFixed(decimals).length))
  const symbolWidth = Math.max(6, ...rows.map(({ symbol }) => symbol.length))
  const hasDay = rows.some(({ basis }) => basis === 'day')
  const price = (title: string, rank: number, value: (row: Row) => number | undefined): Column => ({
    ...right(title, rank, priceWidth),
    cell: row => ({ text: formatPrice(value(row), row.decimals) }),
  })

  return [
    {
      ...left('SYMBOL', 0, symbolWidth, symbolWidth),
      cell: ({ symbol, isSilent }) =>
        isSilent ? { text: symbol, color: 'gray' } : { text: symbol, isBold: true },
    },
    {
      ...right('PRICE', 0, priceWidth),
      cell: row => ({ text: formatPrice(row.price, row.decimals), color: colorOf(row.move), isBold: true }),
    },
    {
      ...right(hasDay ? '24 H' : 'CHANGE', 1, 8),
      cell: row => ({ text: formatPercent(changeOf(row)), color: colorOfChange(changeOf(row) ?? 0) }),
    },
    {
      ...left('TREND', 2, 6, 60),
      cell: ({ history }, width) => ({ text: sparkline(history, width), color: 'cyan' }),
    },
    price('BID', 5, row => row.bid),
    price('ASK', 5, row => row.ask),
    {
      ...left('1 MIN', 4, 7, 9),
      cell: ({ kline }, width) =>
        kline === undefined
          ? { text: '' }
          : { text: candle(kline, width), color: colorOf(kline.closePrice - kline.openPrice) },
    },
    price('OPEN', 6, row => row.kline?.openPrice),
    price('HIGH', 6, row => row.kline?.highPrice),
    price('LOW', 6, row => row.kline?.lowPrice),
    price('CLOSE', 6, row => row.kline?.closePrice),
    {
      ...right('EV/S', 3, 5),
      cell: ({ rate }) => ({ text: String(rate), color: 'gray' }),
    },
  ]
}

const colorOfChange = (percent: number): Color =>
  (({ up: 'green', down: 'red', flat: undefined }) as const)[directionOf(percent)]

export const colorOf = (direction: number): Color =>
  direction > 0 ? 'green' : direction < 0 ? 'red' : undefined

const left = (title: string, rank: number, width: number, maxWidth: number) =>
  ({ title, rank, width, maxWidth, align: 'left' }) as const

const right = (title: string, rank: number, width: number) =>
  ({ title, rank, width, maxWidth: width, align: 'right' }) as const
