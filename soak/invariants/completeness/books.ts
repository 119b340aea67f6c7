/**
 * Books: what a local order book shows as known is what the engine's own book is at that update, be
 * it live or stale, and it knows every level of the range that it claims to know. A live book
 * contains the newest diff that has arrived, so that a lost one is noticed at the next.
 */
import type { Book, LevelChange } from '../../../src/index.js'
import type { WireStep } from '../../../src/testing/index.js'
import type { Arrival } from '../../checker/arrivals.js'
import { type EngineBooks, isRestarted } from '../../checker/engine-books.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import { MAX_HOLD, type ObservedState } from '../../checker/observed-state.js'
import type { Subscriber } from '../../checker/subscriber.js'
import type { DecodedFrame } from '../../checker/oracle.js'
import type { ReferenceBook, ReferenceLevel } from '../../checker/reference-book.js'
import { bookStreamOf } from '../../scenario/stream-names.js'

const SIDES = ['bid', 'ask'] as const
/** Levels of a side that are compared at each update. */
const TOP = 100
/** Updates of which one is compared in all levels. */
const ALL_LEVELS_EVERY = 100

/** The book of one stream on one connection, which its subscribers share. */
interface Shared {
  reference: ReferenceBook | undefined
  /** Updates that were compared. */
  count: number
}

/** The emissions of one book to a subscriber. */
interface Seen {
  readonly symbol: string
  state: Book<unknown>['state'] | undefined
  updateId: number
}

export class Books implements Invariant {
  readonly name = 'books'
  readonly #state: ObservedState
  readonly #engine: EngineBooks
  readonly #violate: Violate
  readonly #shared = new Map<string, Shared>()
  readonly #seen = new Map<Subscriber, Map<string, Seen>>()
  /** The event of the last frame, until the client has processed it. */
  #arrival: Arrival | undefined
  /** Diffs, each the newest as it arrived, that live books may not contain yet. */
  #newest: Arrival[] = []
  /** Books that were compared: subscribers share them. */
  readonly #compared = new WeakSet<object>()

  constructor(state: ObservedState, engine: EngineBooks, violate: Violate) {
    this.#state = state
    this.#engine = engine
    this.#violate = violate
  }

  onSubscribe(subscriber: Subscriber): void {
    if (subscriber.isBook !== true) return
    this.#seen.set(subscriber, new Map())
    for (const stream of subscriber.streams) this.#state.arrivals.track(stream)
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#seen.delete(subscriber)
  }

  onTerminate(subscriber: Subscriber): void {
    this.#seen.delete(subscriber)
  }

  onBook(subscriber: Subscriber, book: Book<unknown>): void {
    const stream = bookStreamOf(subscriber.streams, book.symbol)
    const streams = this.#seen.get(subscriber)
    const isFirst = streams?.has(stream) === false
    streams?.set(stream, { symbol: book.symbol, state: book.state, updateId: book.updateId })
    const objection = this.#objectionTo(book, `${stream} ${subscriber.connections.get(stream)}`, isFirst)
    if (objection !== undefined)
      this.#violate(
        `${subscriber.name} receives a ${book.state} book of ${book.symbol} at ${book.updateId} ${objection}`,
      )
  }

  onWireStep(_step: WireStep, decoded: DecodedFrame | undefined): void {
    if (decoded?.type === 'event') this.#arrival = this.#state.arrivals.last
  }

  onIdle(): void {
    const last = this.#arrival
    this.#arrival = undefined
    if (last?.event['type'] === 'depthDiff' && !last.mayDrop) this.#newest.push(last)
    const { now } = this.#state
    this.#newest = this.#newest.filter(arrival => {
      const { connection, at } = arrival
      // While several sessions carry the stream, the diff may be held back.
      if (this.#state.isMerged(connection) && now - at <= MAX_HOLD + this.#state.latenessSince(at))
        return true
      this.#checkNewest(arrival)
      return false
    })
  }

  #checkNewest({ stream, connection, event }: Arrival): void {
    const newest = Number(event['lastUpdateId'])
    for (const [subscriber, streams] of this.#seen) {
      const seen = streams.get(stream)
      if (seen?.state !== 'live' || subscriber.connections.get(stream) !== connection) continue
      if (seen.updateId < newest)
        this.#violate(
          `${subscriber.name} has a live book of ${seen.symbol} at ${seen.updateId}, and ${newest} has arrived`,
        )
    }
  }

  #objectionTo(book: Book<unknown>, key: string, isFirst: boolean): string | undefined {
    // There is no snapshot yet, or the first one has failed.
    if (book.state === 'syncing' || book.updateId === 0) {
      const isEmpty = book.updateId === 0 && book.depth('bid') === 0 && book.depth('ask') === 0
      return isEmpty && book.state !== 'live' ? undefined : 'of no snapshot, and that is not empty'
    }
    if (this.#compared.has(book)) return undefined
    this.#compared.add(book)
    const shared = this.#shared.get(key) ?? { reference: undefined, count: 0 }
    this.#shared.set(key, shared)
    const engine = this.#engine.of(book.symbol, book.updateId)
    const last = shared.reference
    const isOfEngine = last !== undefined && isRestarted(last.updateId) === isRestarted(book.updateId)
    const before = isOfEngine ? last : engine.createReference()
    const [previousId, changes] = [shared.reference?.updateId, book.changes]
    const previous = changes.map(({ side, price }) => before.find(side, Number(price)))
    const reference = engine.moveTo(before, book.updateId, this.#state.now)
    if (reference === undefined) return 'which the exchange has not had'
    const isNext = previousId !== undefined && previousId < book.updateId && !isFirst
    shared.reference = reference
    return (
      objectionToChanges(changes, isNext ? previous : undefined, reference) ??
      objectionToTop(book, reference) ??
      (++shared.count % ALL_LEVELS_EVERY === 0 ? objectionToAll(book, reference) : undefined)
    )
  }
}

function objectionToChanges(
  changes: readonly LevelChange<unknown>[],
  previous: readonly (ReferenceLevel | undefined)[] | undefined,
  reference: ReferenceBook,
): string | undefined {
  for (const [index, { side, price, before, after }] of changes.entries()) {
    if (!isQuantity(after, reference.find(side, Number(price))))
      return `whose ${side} of ${String(price)} did not change to ${print(after)}`
    if (previous !== undefined && before !== undefined && !isQuantity(before, previous[index]))
      return `whose ${side} of ${String(price)} was not ${print(before)} before`
  }
  return undefined
}

/** The best levels, and that none is missing in the range that is known. */
function objectionToTop(book: Book<unknown>, reference: ReferenceBook): string | undefined {
  const { bidPrices, bidQuantities, askPrices, askQuantities } = book.top(TOP)
  const touch = [book.bidPrice, book.bidQuantity, book.askPrice, book.askQuantity]
  if (
    [bidPrices[0], bidQuantities[0], askPrices[0], askQuantities[0]].some(
      (value, n) => !Object.is(value, touch[n]),
    )
  )
    return `whose touch is ${touch.join(' ')}`
  const { low, high } = book.known
  for (const side of SIDES) {
    const [prices, quantities] = side === 'bid' ? [bidPrices, bidQuantities] : [askPrices, askQuantities]
    const levels = reference[side]
    for (const [index, price] of prices.entries()) {
      const level = levels[index]
      if (
        level === undefined ||
        !Object.is(level.price, price) ||
        !Object.is(level.quantity, quantities[index])
      )
        return `whose ${side} ${index} is ${show(price, quantities[index])}, and should be ${show(level?.price, level?.quantity)}`
    }
    const least = countWhile(levels, ({ key }) => (side === 'bid' ? key >= low : key <= high))
    if (book.depth(side) < least) return `that has ${book.depth(side)} ${side}s of ${least} that it knows`
  }
  return undefined
}

/** The number of elements before the first that does not match, as none after it does. */
function countWhile<T>(elements: readonly T[], matches: (element: T) => boolean): number {
  let [from, to] = [0, elements.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (matches(elements[middle] as T)) from = middle + 1
    else to = middle
  }
  return from
}

/** All levels, and that none is certain that there is not. */
function objectionToAll(book: Book<unknown>, reference: ReferenceBook): string | undefined {
  for (const side of SIDES) {
    const levels = [...book.levels(side)]
    for (const [index, [price, quantity]] of levels.entries()) {
      const level = reference[side][index]
      if (level === undefined || !Object.is(level.price, price) || !Object.is(level.quantity, quantity))
        return `whose ${side} ${index} is ${show(price, quantity)}, and should be ${show(level?.price, level?.quantity)}`
    }
    for (const level of reference[side]) {
      const quantity = book.quantityAt(side, level.key)
      if (quantity !== undefined && !Object.is(quantity, level.quantity))
        return `that has ${print(quantity)} at the ${side} of ${level.key}, and should have ${print(level.quantity)}`
    }
  }
  return undefined
}

/** Whether a quantity is that of a level; 0 where there is none. */
const isQuantity = (quantity: unknown, level: ReferenceLevel | undefined): boolean =>
  level === undefined ? Number(quantity) === 0 : Object.is(quantity, level.quantity)

/** Prices and quantities are numbers or texts. */
const print = (value: unknown): string => JSON.stringify(value) ?? 'none'

const show = (price: unknown, quantity: unknown): string => `${print(quantity)} at ${print(price)}`
