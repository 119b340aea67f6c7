/** Rows of an order book as text: price, quantity, a bar of it, and the running total. */
import { type BookPanel, type PanelLevel } from '../../state/book-panel.js'
import { formatPercent, formatPrice } from '../../state/decimals.js'

export interface LadderText {
  readonly head: string
  /** The worst of those shown first, so that the best one is beside the spread. */
  readonly asks: readonly string[]
  readonly spread: string
  /** The best one first. */
  readonly bids: readonly string[]
}

const GAP = '  '
/** A bar narrower than this is worth less than the total. */
const MIN_BAR = 12
const MAX_BAR = 60
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/**
 * Lays out `count` levels a side in `width` columns; drops the total, then the bar, where there is
 * no space.
 */
export function ladderText(panel: BookPanel, count: number, width: number): LadderText {
  const { decimals, quantityDecimals } = panel
  const [bids, asks] = [panel.bids.slice(0, count), panel.asks.slice(0, count)]
  const all = [...bids, ...asks]
  const price = (level: PanelLevel): string => formatPrice(level.price, decimals)
  const quantity = (level: PanelLevel): string => level.quantity.toFixed(quantityDecimals)
  const total = (level: PanelLevel): string => level.total.toFixed(quantityDecimals)
  const widest = (title: string, text: (level: PanelLevel) => string): number =>
    Math.max(title.length, ...all.map(level => text(level).length))
  const widths = {
    price: widest('PRICE', price),
    quantity: widest('QUANTITY', quantity),
    total: widest('TOTAL', total),
  }
  const free = width - widths.price - widths.quantity - 2 * GAP.length
  const hasTotal = free - widths.total - GAP.length >= MIN_BAR
  const barWidth = Math.min(MAX_BAR, Math.max(0, hasTotal ? free - widths.total - GAP.length : free))
  const most = Math.max(0, ...all.map(level => level.quantity))
  const line = (cells: readonly [string, string, string, string]): string =>
    [
      cells[0].padStart(widths.price),
      cells[1].padStart(widths.quantity),
      ...(hasTotal ? [cells[2].padStart(widths.total)] : []),
      cells[3],
    ]
      .join(GAP)
      .slice(0, width)
      .trimEnd()
  const row = (level: PanelLevel): string =>
    line([price(level), quantity(level), total(level), bar(level.quantity / most, barWidth)])
  return {
    head: line(['PRICE', 'QUANTITY', 'TOTAL', '']),
    asks: asks.map(row).reverse(),
    spread: spreadText(panel).slice(0, width),
    bids: bids.map(row),
  }
}

function spreadText({ spread, spreadPoints, imbalance, decimals }: BookPanel): string {
  if (spread === undefined || spreadPoints === undefined) return 'no spread: a side is empty'
  const facts = [
    `spread ${formatPrice(spread, decimals)} (${spreadPoints.toFixed(2)} bp)`,
    ...(imbalance === undefined ? [] : [`imbalance ${formatPercent(imbalance * 100)}`]),
  ]
  return facts.join(' · ')
}

/** A bar of `share` of the width, in eighths of a column; one that is not empty shows. */
export function bar(share: number, width: number): string {
  if (!(share > 0) || width <= 0) return ''
  const eighths = Math.max(1, Math.round(share * width * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}
