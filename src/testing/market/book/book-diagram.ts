/**
 * Draws an order book: each letter is the whole book, and what it changes is the diff that the
 * exchange sends.
 */
import type { DepthDiff, PriceLevel } from '../../../model/event.js'
import { aBookTicker, aDepth, aDepthDiff } from '../../builders/book.js'
import type { ChannelDiagram } from '../diagrams.js'
import type { Marble } from '../marble.js'
import { isGap, isLetter, type MarketValues } from '../market-values.js'

/** A book as the exchange has it. */
export interface BookState {
  readonly updateId: number
  readonly bids: readonly PriceLevel[]
  readonly asks: readonly PriceLevel[]
}

/** The book of a letter, and the diff from the book before it. */
interface DrawnLetter {
  readonly state: BookState
  /** None for a gap: the update is counted and never sent. */
  readonly diff: DepthDiff | undefined
}

type Levels = Pick<BookState, 'bids' | 'asks'>

const TOUCH = ['bidPrice', 'bidQuantity', 'askPrice', 'askQuantity']
const LEVELS = ['bids', 'asks']

/** Returns what each letter makes when time 0 of the diagram is `start`. */
export function drawBook(
  symbol: string,
  { pattern, marbles }: ChannelDiagram,
  values: MarketValues | undefined,
  start: number,
): ReadonlyMap<Marble, DrawnLetter> {
  let before: BookState = { updateId: 0, bids: [], asks: [] }
  return new Map<Marble, DrawnLetter>(
    marbles.filter(isLetter).map(marble => {
      const value = values?.[marble.mark]
      if (isGap(value)) {
        before = { ...before, updateId: before.updateId + (value.missing ?? 1) }
        return [marble, { state: before, diff: undefined }]
      }
      const state = { updateId: before.updateId + 1, ...levelsOf(`${pattern.name}: ${marble.mark}`, value) }
      const diff = aDepthDiff({
        symbol,
        firstUpdateId: state.updateId,
        receivedAt: start + marble.frame,
        bids: changesOf(before.bids, state.bids),
        asks: changesOf(before.asks, state.asks),
      })
      before = state
      return [marble, { state, diff }]
    }),
  )
}

function levelsOf(where: string, value: unknown): Levels {
  if (typeof value === 'number')
    throw new Error(
      `${where} is the number ${value}, but a book has more than one price: pass its touch, such as { bidPrice: 99, askPrice: 101 }`,
    )
  const fields = Object.keys(value ?? {})
  const unknown = fields.find(field => ![...TOUCH, ...LEVELS].includes(field))
  if (unknown !== undefined)
    throw new Error(
      `${where} has ${unknown}, which is no field of a book; those are ${[...TOUCH, ...LEVELS].join(', ')}`,
    )
  if (fields.some(field => LEVELS.includes(field))) {
    const touch = fields.find(field => TOUCH.includes(field))
    if (touch !== undefined)
      throw new Error(`${where} has levels and ${touch}: draw its touch, or its levels`)
    return aDepth(value as Levels)
  }
  const { bidPrice, bidQuantity, askPrice, askQuantity } = aBookTicker(value as object)
  return { bids: [[bidPrice, bidQuantity]], asks: [[askPrice, askQuantity]] }
}

/** The levels of a diff: those that are new or different, and those that are gone. */
function changesOf(before: readonly PriceLevel[], after: readonly PriceLevel[]): readonly PriceLevel[] {
  const [old, current] = [new Map(before), new Map(after)]
  return [
    ...before.filter(([price]) => !current.has(price)).map(([price]): PriceLevel => [price, 0]),
    ...after.filter(([price, quantity]) => old.get(price) !== quantity),
  ]
}
