/** The reference: the same streams received in process, and the book after each diff. */
import { normalize, normalizeBook } from './normalize.mjs'

const readers = {
  '24hrTicker': p => ['ticker', [p.c, p.v]],
  trade: p => ['trade', [p.t, p.p, p.q]],
  kline: ({ k }) => ['kline', [k.t, k.o, k.h, k.l, k.c, k.v]],
  depthUpdate: p => ['depth', [p.u, p.b, p.a]],
}

/**
 * @param isCompared whether each book is compared with the engine's, which costs more than all else
 */
export function openReference(exchange, symbols, { isCompared = false } = {}) {
  const suffixes = ['ticker', 'trade', 'kline_1m', 'depth@100ms']
  const streams = symbols.flatMap(symbol => suffixes.map(suffix => `${symbol.toLowerCase()}@${suffix}`))
  const socket = exchange.connect(`/stream?streams=${streams.join('/')}`)
  const sent = new Map()
  const books = new Map(symbols.map(symbol => [symbol, new Book(exchange, symbol, isCompared)]))
  socket.onmessage = ({ data }) => {
    const payload = JSON.parse(data).data
    const [kind, event] = readers[payload.e](payload)
    const key = `${kind} ${payload.s}`
    if (!sent.has(key)) sent.set(key, [])
    sent.get(key).push(normalize(event))
    if (kind === 'depth') books.get(payload.s).apply(payload)
  }
  return {
    /** The texts of one stream, in order. */
    sent: (kind, symbol) => sent.get(`${kind} ${symbol}`) ?? [],
    /** The book of a symbol at an update id, or `undefined` where no diff ended at it. */
    bookAt: (symbol, id) => books.get(symbol).at(id),
    /** When the diffs of a symbol were received. */
    timesOf: symbol => books.get(symbol).times,
    /**
     * The number of comparisons in which the book was equal to the engine's own, and in which not.
     */
    agreement: symbol => books.get(symbol).agreement,
    close: () => socket.close(),
  }
}

/**
 * A book by the documented procedure, naively: a map for each side, and its text at every step.
 * Unless each step is compared with the engine's book, the texts are made when one is asked for, so
 * that they delay nothing that is measured.
 */
class Book {
  times = []
  agreement = { equal: 0, other: 0 }
  #texts = new Map()
  #waiting = []
  #sides
  #id

  constructor(exchange, symbol, isCompared) {
    this.isCompared = isCompared
    this.engine = () => JSON.parse(exchange.rest(`/api/v3/depth?symbol=${symbol}&limit=5000`).body)
  }

  /** The text at an update id, or `undefined` where no diff ended at it. */
  at(id) {
    for (const diff of this.#waiting.splice(0)) this.#change(diff)
    return this.#texts.get(id)
  }

  apply(diff) {
    const { U, u } = diff
    if (this.#sides === undefined) {
      const { lastUpdateId, bids, asks } = this.engine()
      this.#sides = [new Map(bids), new Map(asks)]
      this.#id = lastUpdateId
    }
    if (u <= this.#id) return
    if (U > this.#id + 1) throw new Error(`the exchange's diffs have a gap between ${this.#id} and ${U}`)
    this.#id = u
    this.times.push(Date.now())
    this.#waiting.push(diff)
    if (!this.isCompared) return
    const text = this.at(u)
    const { lastUpdateId, bids, asks } = this.engine()
    if (lastUpdateId === u) this.agreement[normalizeBook([u, bids, asks]) === text ? 'equal' : 'other']++
  }

  #change({ u, b, a }) {
    for (const [side, changes] of [b, a].entries()) {
      for (const [price, quantity] of changes) this.#sides[side].set(price, quantity)
    }
    this.#texts.set(u, normalizeBook([u, ...this.#sides.map(side => [...side])]))
  }
}
