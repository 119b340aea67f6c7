/**
 * The panel of an order book: what is shown of it, as plain values that stay when the book moves
 * on.
 */
import { type Book, type BookState, type Side } from 'rxmarket'
import { decimalsOf } from './decimals.js'

export interface PanelLevel {
  readonly price: number
  readonly quantity: number
  /** The quantity of this level and of all that are better. */
  readonly total: number
}

export interface BookPanel {
  readonly symbol: string
  readonly state: BookState
  /** The place of its snapshot among the requests that wait, 1 for the next. */
  readonly queuePosition: number | undefined
  /** Best first. */
  readonly bids: readonly PanelLevel[]
  readonly asks: readonly PanelLevel[]
  /** Best ask minus best bid. */
  readonly spread: number | undefined
  /** The same in basis points of the mid price. */
  readonly spreadPoints: number | undefined
  /** Bid minus ask quantity of the shown levels over their sum. */
  readonly imbalance: number | undefined
  /** The most decimals so far of prices, and of quantities: columns only ever widen. */
  readonly decimals: number
  readonly quantityDecimals: number
}

/** More levels a side than a terminal usually has lines for. */
const MAX_LEVELS = 40
/** Levels a side of which the imbalance is. */
const IMBALANCE_LEVELS = 10

export const emptyPanel = (symbol: string): BookPanel => ({
  symbol,
  state: 'syncing',
  queuePosition: undefined,
  bids: [],
  asks: [],
  spread: undefined,
  spreadPoints: undefined,
  imbalance: undefined,
  decimals: 0,
  quantityDecimals: 0,
})

/** Reads a book, which has to be the current one. */
export function panelAfter(panel: BookPanel, book: Book): BookPanel {
  const [bids, asks] = [levelsOf(book, 'bid'), levelsOf(book, 'ask')]
  const { bidPrice, askPrice, midPrice } = book
  const spread = bidPrice === undefined || askPrice === undefined ? undefined : askPrice - bidPrice
  const most = (known: number, value: (level: PanelLevel) => number): number =>
    Math.max(known, ...[...bids, ...asks].map(level => decimalsOf(value(level))))
  return {
    symbol: book.symbol,
    state: book.state,
    queuePosition: book.queuePosition,
    bids,
    asks,
    spread,
    spreadPoints: spread === undefined || midPrice === undefined ? undefined : (spread / midPrice) * 10_000,
    imbalance: book.imbalance(IMBALANCE_LEVELS),
    decimals: most(panel.decimals, ({ price }) => price),
    quantityDecimals: most(panel.quantityDecimals, ({ quantity }) => quantity),
  }
}

function levelsOf(book: Book, side: Side): readonly PanelLevel[] {
  const levels: PanelLevel[] = []
  let total = 0
  for (const [price, quantity] of book.levels(side)) {
    total += quantity
    levels.push({ price, quantity, total })
    if (levels.length === MAX_LEVELS) break
  }
  return levels
}
