/** The books of a recording: its snapshots, kept up to date by its diffs. */
import type { RecordedDepth, RecordedLevel, Recording, RecordedSnapshot } from './recording.js'

/** A snapshot, and the number of frames that were received before it. */
interface PlacedSnapshot {
  readonly snapshot: RecordedSnapshot
  readonly position: number
}

interface Diff {
  readonly U: number
  readonly u: number
  readonly b: readonly RecordedLevel[]
  readonly a: readonly RecordedLevel[]
}

export class RecordedBooks {
  readonly #frames: Recording['frames']
  /** By symbol, in order of time. */
  readonly #snapshots = new Map<string, PlacedSnapshot[]>()
  /** By symbol: indices of the frames of one diff-depth stream. */
  readonly #diffs = new Map<string, number[]>()
  readonly #books = new Map<string, Book>()

  constructor({ frames, snapshots }: Recording) {
    this.#frames = frames
    this.#indexDiffs()
    let position = 0
    for (const snapshot of snapshots) {
      while (position < frames.length && (frames[position]?.time ?? NaN) <= snapshot.time) position++
      const symbol = snapshot.symbol ?? this.#symbolOf(snapshot)
      if (symbol === undefined) continue
      const placed = this.#snapshots.get(symbol) ?? []
      placed.push({ snapshot, position })
      this.#snapshots.set(symbol, placed)
    }
  }

  /**
   * The book of a symbol after `played` frames, at the recorded time `now`: the newest snapshot
   * until then with the later diffs, or the first snapshot before its time. Undefined for a symbol
   * without a snapshot.
   */
  depthAt(symbol: string, played: number, now: number): RecordedDepth | undefined {
    const snapshots = this.#snapshots.get(symbol)
    const reached = snapshots?.filter(({ position, snapshot }) => position <= played && snapshot.time <= now)
    const placed = reached?.at(-1) ?? snapshots?.[0]
    if (placed === undefined) return undefined
    let book = this.#books.get(symbol)
    if (book?.source !== placed.snapshot || book.position > played) {
      book = new Book(placed.snapshot)
      this.#books.set(symbol, book)
    }
    const diffs = this.#diffs.get(symbol) ?? []
    for (
      let index = diffs[book.applied];
      index !== undefined && index < played;
      index = diffs[book.applied]
    ) {
      book.apply(JSON.parse(this.#frames[index]?.payload ?? '') as Diff)
      book.applied++
      book.position = index + 1
    }
    return book.depth()
  }

  /** One diff stream a symbol: the faster one, where both are recorded. */
  #indexDiffs(): void {
    const chosen = new Map<string, string>()
    for (const { stream } of this.#frames) {
      const [, name = '', speed] = /^(.+)@depth(@100ms)?$/.exec(stream) ?? []
      const symbol = name.toUpperCase()
      if (name !== '' && (speed !== undefined || !chosen.has(symbol))) chosen.set(symbol, stream)
    }
    const symbols = new Map([...chosen].map(([symbol, stream]) => [stream, symbol]))
    this.#frames.forEach(({ stream }, index) => {
      const symbol = symbols.get(stream)
      if (symbol === undefined) return
      const indices = this.#diffs.get(symbol) ?? []
      indices.push(index)
      this.#diffs.set(symbol, indices)
    })
  }

  /**
   * The symbol of a snapshot without a name: the only symbol, or the one with diffs around its id.
   */
  #symbolOf({ lastUpdateId }: RecordedSnapshot): string | undefined {
    const symbols = [...this.#diffs.keys()]
    const matching = symbols.filter(symbol => {
      const diffs = this.#diffs.get(symbol) ?? []
      const first = this.#diff(diffs[0])
      const last = this.#diff(diffs.at(-1))
      return (
        first !== undefined && last !== undefined && lastUpdateId >= first.U - 1 && lastUpdateId <= last.u
      )
    })
    if (matching.length === 1) return matching[0]
    return symbols.length === 1 ? symbols[0] : undefined
  }

  #diff(index: number | undefined): Diff | undefined {
    const payload = this.#frames[index ?? -1]?.payload
    return payload === undefined ? undefined : (JSON.parse(payload) as Diff)
  }
}

/** A snapshot that diffs are applied to. */
class Book {
  /** Diffs of the symbol that were applied or left out. */
  applied = 0
  /** Frames of the recording up to the newest diff. */
  position = 0
  #lastUpdateId: number
  readonly #bids: Map<string, string>
  readonly #asks: Map<string, string>
  /** Set at the first gap between diffs: later ones do not fit. */
  #isComplete = true

  constructor(readonly source: RecordedSnapshot) {
    this.#lastUpdateId = source.lastUpdateId
    this.#bids = new Map(source.bids)
    this.#asks = new Map(source.asks)
  }

  apply({ U, u, b, a }: Diff): void {
    if (!this.#isComplete || u <= this.#lastUpdateId) return
    if (U > this.#lastUpdateId + 1) {
      this.#isComplete = false
      return
    }
    this.#lastUpdateId = u
    applyLevels(this.#bids, b)
    applyLevels(this.#asks, a)
  }

  depth(): RecordedDepth {
    if (this.#lastUpdateId === this.source.lastUpdateId) return this.source
    const sorted = (side: ReadonlyMap<string, string>, sign: 1 | -1) =>
      [...side].sort(([a], [b]) => sign * (Number(a) - Number(b)))
    return {
      lastUpdateId: this.#lastUpdateId,
      bids: sorted(this.#bids, -1),
      asks: sorted(this.#asks, 1),
    }
  }
}

function applyLevels(side: Map<string, string>, levels: readonly RecordedLevel[]): void {
  for (const [price, quantity] of levels) {
    if (Number(quantity) === 0) side.delete(price)
    else side.set(price, quantity)
  }
}
