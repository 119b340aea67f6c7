/** Levels of an order book as rows for a screen. */
import { map, type OperatorFunction } from 'rxjs'
import type { Book, BookState, Side } from '../model/book.js'
import { checkFunction, checkInteger, checkOptions, checkPositive } from '../validation/check.js'

/** Options of {@link depthLadder}. */
export interface DepthLadderOptions<N = number> {
  /**
   * The step of the rows' prices, such as 10 for one row per 10 USDT. Default: one row per level.
   */
  readonly group?: number | undefined
  /** Makes a number of a price or quantity, where `numeric` is not `Number`. @default Number */
  readonly toNumber?: ((value: N) => number) | undefined
}

/** The levels of one price, or of one step of prices. */
export interface LadderRow {
  /** The price of the level; with `group`, the end of the step that is farthest from the touch. */
  readonly price: number
  /** In the base asset. */
  readonly quantity: number
  /** The quantity of this row and of all that are nearer to the touch. */
  readonly total: number
}

/** The best rows of both sides, best first. */
export interface Ladder {
  readonly symbol: string
  readonly state: BookState
  readonly updateId: number
  readonly bids: readonly LadderRow[]
  readonly asks: readonly LadderRow[]
}

/**
 * Emits for each book its best `rows` rows of each side, as plain objects that may be kept.
 *
 * Emits fewer rows where fewer levels are known: a partly unknown row is left out. Completes and
 * errors with its source. Throws `INVALID_OPTION` for a wrong option.
 *
 * Gotcha: put `auditTime` behind it, not before it, as a book is read when it is emitted.
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { depthLadder } from 'rxmarket/operators'
 * import { auditTime } from 'rxjs'
 *
 * binance()
 *   .book$('BTCUSDT')
 *   .pipe(depthLadder(10, { group: 5 }), auditTime(100))
 *   .subscribe(({ bids, asks }) => console.log(bids[0], asks[0]))
 * ```
 *
 * @param rows rows of each side, from 1
 * @param options the step of the rows' prices
 * @return A function that returns an Observable of the ladders.
 */
export function depthLadder<N = number>(
  rows: number,
  options: DepthLadderOptions<N> = {},
): OperatorFunction<Book<N>, Ladder> {
  const { group, toNumber = Number }: DepthLadderOptions<N> = checkedOptions(options)
  checkInteger('rows', rows, 1)
  if (group !== undefined) checkPositive('group', group)
  checkFunction('toNumber', toNumber, 'a function from a price or quantity to a number')

  const rowsOf = (book: Book<N>, side: Side): readonly LadderRow[] => {
    const { low, high } = book.known
    const isKnown = (price: number): boolean => (side === 'bid' ? price >= low : price <= high)
    const result: LadderRow[] = []
    let total = 0
    let quantity = 0
    let price: number | undefined
    const close = (): void => {
      if (price === undefined || (group !== undefined && !isKnown(price))) return
      total += quantity
      result.push({ price, quantity, total })
    }
    for (const [levelPrice, levelQuantity] of book.levels(side)) {
      const rowPrice = endOfStep(side, toNumber(levelPrice), group)
      if (rowPrice !== price) {
        close()
        if (result.length === rows) return result
        price = rowPrice
        quantity = 0
      }
      quantity += toNumber(levelQuantity)
    }
    close()
    return result
  }

  return map(book => ({
    symbol: book.symbol,
    state: book.state,
    updateId: book.updateId,
    bids: rowsOf(book, 'bid'),
    asks: rowsOf(book, 'ask'),
  }))
}

function checkedOptions<N>(options: DepthLadderOptions<N>): DepthLadderOptions<N> {
  checkOptions('depthLadder', options, ['group', 'toNumber'])
  return options
}

/** The price of the row that a level belongs to: bids are rounded down, asks up. */
function endOfStep(side: Side, price: number, group: number | undefined): number {
  if (group === undefined) return price
  const steps = price / group
  const nearest = Math.round(steps)
  // A price that is a multiple of the step but for the rounding of the division.
  const isMultiple = Math.abs(steps - nearest) <= 1e-9 * Math.max(1, Math.abs(steps))
  const count = isMultiple ? nearest : side === 'bid' ? Math.floor(steps) : Math.ceil(steps)
  return Number((count * group).toPrecision(15))
}
