/** The tumbling windows that are still open. */
import { Heap, type HeapItem } from '../../clock/heap.js'
import type { Accumulator, Aggregate } from './aggregate.js'

/** The value of one window. `start` and `end` are epoch milliseconds; an event at `start` is in it, one at `end` is in the next. */
export interface WindowValue<R> {
  readonly start: number
  readonly end: number
  readonly value: R
  /**
   * How many events, of any key, have come too late for their window since the previous value. The sum over all values is the
   * number of late events.
   */
  readonly late: number
}

/** The value of one window of one key. */
export interface KeyedWindowValue<K, R> extends WindowValue<R> {
  readonly key: K
}

/** No values: most events close no window. */
export const NONE: readonly never[] = []

interface Open<T, R> extends HeapItem {
  readonly number: number
  readonly states: Map<unknown, Accumulator<T, R>>
}

/** Windows are numbered from the epoch: window `n` is from `n * span` until `(n + 1) * span`. */
export class OpenWindows<T, R> {
  readonly #open = new Map<number, Open<T, R>>()
  readonly #earliest = new Heap<Open<T, R>>((a, b) => a.number < b.number)
  #late = 0

  readonly #span: number
  readonly #aggregate: Aggregate<T, R>
  readonly #by: ((event: T) => unknown) | undefined

  constructor(span: number, aggregate: Aggregate<T, R>, by: ((event: T) => unknown) | undefined) {
    this.#span = span
    this.#aggregate = aggregate
    this.#by = by
  }

  /** The number of the window that `time` is in. */
  numberOf(time: number): number {
    return Math.floor(time / this.#span)
  }

  endOf(number: number): number {
    return (number + 1) * this.#span
  }

  /** When the earliest open window ends; `undefined` when none is open. */
  get nextEnd(): number | undefined {
    const first = this.#earliest.peek()
    return first && this.endOf(first.number)
  }

  add(event: T, number: number): void {
    const key = this.#by?.(event)
    let window = this.#open.get(number)
    if (window === undefined) {
      window = { number, states: new Map(), index: -1 }
      this.#open.set(number, window)
      this.#earliest.push(window)
    }
    let state = window.states.get(key)
    if (state === undefined) {
      state = this.#aggregate.create(true)
      window.states.set(key, state)
    }
    state.add(event)
  }

  addLate(): void {
    this.#late++
  }

  /** Closes the windows that end at or before `time`; returns their values, ordered by window and then by the key's first event. */
  close(time: number): readonly WindowValue<R>[] {
    if (!((this.nextEnd ?? Infinity) <= time)) return NONE
    const closed: WindowValue<R>[] = []
    for (
      let window = this.#earliest.peek();
      window !== undefined && this.endOf(window.number) <= time;
      window = this.#earliest.peek()
    ) {
      this.#earliest.remove(window)
      this.#open.delete(window.number)
      for (const [key, state] of window.states) closed.push(this.#toValue(window.number, key, state))
    }
    return closed
  }

  #toValue(number: number, key: unknown, state: Accumulator<T, R>): WindowValue<R> {
    const value = {
      ...(this.#by && { key }),
      start: number * this.#span,
      end: this.endOf(number),
      value: state.value(),
      late: this.#late,
    }
    this.#late = 0
    return value
  }
}
