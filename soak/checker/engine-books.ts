/**
 * The exchange's own books at each update: from an engine with the seed of the exchange's, which
 * goes the same way, and from another one after a restart. Knows nothing of how the exchange sends a book, or of how a client keeps one.
 */
import { decimal } from '../../src/simulator/decimal.js'
import { type DepthDeltas } from '../../src/simulator/market/depth-deltas.js'
import { Instrument } from '../../src/simulator/market/instrument.js'
import { createSymbolSpec } from '../../src/simulator/market/symbol-options.js'
import type { SymbolOptions } from '../../src/simulator/index.js'
import { type ReferenceLevel, ReferenceBook } from './reference-book.js'

type Levels = readonly (readonly [ticks: number, lots: number])[]

/** The changes of one event of the engine. */
interface Change {
  /** The id of the last update of it. */
  readonly lastId: number
  readonly at: number
  readonly bids: Levels
  readonly asks: Levels
}

/** Ids below are of after a restart: those of a run before it begin far above. */
const MAX_RESTARTED_ID = 500_000

/** Whether an id of an update, or of a trade, is of after a restart. */
export const isRestarted = (id: number): boolean => id < MAX_RESTARTED_ID

/** The book of one engine. */
export class EngineBook {
  readonly #instrument: Instrument
  readonly #deltas: DepthDeltas
  readonly #first: { readonly lastId: number; readonly bids: Levels; readonly asks: Levels }
  readonly #changes: Change[] = []
  readonly #numeric: (text: string) => unknown

  /** @param restarts the restarts of the exchange before `openedAt` */
  constructor(
    options: SymbolOptions,
    seed: number,
    openedAt: number,
    restarts: number,
    numeric: (text: string) => unknown,
  ) {
    this.#numeric = numeric
    this.#instrument = new Instrument(createSymbolSpec(options), seed, openedAt, restarts)
    this.#deltas = this.#instrument.collectDeltas()
    const { lastUpdateId, bids, asks } = this.#instrument.book.depth(Infinity)
    this.#first = { lastId: lastUpdateId, bids, asks }
  }

  /** The id of the last update up to a time. */
  idAt(time: number): number {
    this.#advanceTo(time)
    let index = this.#changes.length - 1
    while (index >= 0 && (this.#changes[index] as Change).at > time) index--
    return this.#changes[index]?.lastId ?? this.#first.lastId
  }

  /** A book of this engine, as it was in the beginning. */
  createReference(): ReferenceBook {
    const { lastId, bids, asks } = this.#first
    return new ReferenceBook(lastId, this.#levels(bids), this.#levels(asks))
  }

  /**
   * Moves a book of {@link createReference} to an update; anew where that was before. Returns it,
   * or `undefined` where there is no such update until `time`: each event of the engine is sent, or
   * answered, as a whole.
   */
  moveTo(reference: ReferenceBook, updateId: number, time: number): ReferenceBook | undefined {
    this.#advanceTo(time)
    const book = updateId < reference.updateId ? this.createReference() : reference
    for (let index = this.#indexAfter(book.updateId); index < this.#changes.length; index++) {
      const { lastId, bids, asks } = this.#changes[index] as Change
      if (lastId > updateId) break
      book.apply(lastId, this.#levels(bids), this.#levels(asks))
    }
    return book.updateId === updateId ? book : undefined
  }

  #advanceTo(time: number): void {
    const instrument = this.#instrument
    while (instrument.nextAt <= time) {
      const at = instrument.nextAt
      instrument.step()
      const change = this.#deltas.drain(instrument.book.updateId)
      if (change !== undefined)
        this.#changes.push({ lastId: change.lastId, at, bids: change.bids, asks: change.asks })
    }
  }

  /** The index of the first change after an update. */
  #indexAfter(updateId: number): number {
    let low = 0
    let high = this.#changes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#changes[middle] as Change).lastId <= updateId) low = middle + 1
      else high = middle
    }
    return low
  }

  #levels(levels: Levels): ReferenceLevel[] {
    const { tick, lot } = this.#instrument.spec
    return levels.map(([ticks, lots]) => {
      const price = decimal(ticks, tick)
      return {
        key: Number(price),
        price: this.#numeric(price),
        quantity: lots === 0 ? undefined : this.#numeric(decimal(lots, lot)),
      }
    })
  }
}

export class EngineBooks {
  readonly #books = new Map<string, EngineBook>()
  readonly #create: (symbol: string, isRestarted: boolean) => EngineBook
  #restartedAt = Infinity

  constructor(
    symbols: readonly SymbolOptions[],
    seed: number,
    openedAt: number,
    numeric: (text: string) => unknown,
  ) {
    this.#create = (symbol, isRestarted) => {
      const options = symbols.find(each => each.symbol === symbol)
      if (options === undefined) throw new Error(`${symbol} is not listed`)
      return isRestarted
        ? new EngineBook(options, seed, this.#restartedAt, 1, numeric)
        : new EngineBook(options, seed, openedAt, 0, numeric)
    }
  }

  /** The exchange restarts at a time: each symbol has another engine from then on. */
  restart(at: number): void {
    this.#restartedAt = at
  }

  /** The book of the engine that an update is of. */
  of(symbol: string, updateId: number): EngineBook {
    return this.#book(symbol, isRestarted(updateId))
  }

  /** The id of the last update up to a time. */
  idAt(symbol: string, time: number): number {
    return this.#book(symbol, time >= this.#restartedAt).idAt(time)
  }

  #book(symbol: string, isRestarted: boolean): EngineBook {
    const key = `${symbol} ${isRestarted}`
    const book = this.#books.get(key) ?? this.#create(symbol, isRestarted)
    this.#books.set(key, book)
    return book
  }
}
