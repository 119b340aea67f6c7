/** The tumbling windows that are still open. */
import { Heap, type HeapItem } from '../../clock/heap.js'
import type { Accumulator, Aggregate } from './aggregate.js'
import type { GapKey } from './gaps/key-of-gap.js'
import type { OnGap } from './gaps/on-gap.js'

/**
 * The value of one window. `start` and `end` are epoch milliseconds; an event at `start` is in it,
 * one at `end` is in the next.
 */
export interface WindowValue<R> {
  readonly start: number
  readonly end: number
  readonly value: R
  /**
   * The number of events of any key, since the previous value, that arrived too late for their
   * window. The sum over all values is the number of late events.
   */
  readonly late: number
  /** With `onGap: 'mark'`: whether events of it are missing. */
  readonly spansGap?: boolean
}

/** The value of one window of one key. */
export interface KeyedWindowValue<K, R> extends WindowValue<R> {
  readonly key: K
}

/** No values: most events close no window. */
export const NONE: readonly never[] = []

interface Group<T, R> {
  readonly state: Accumulator<T, R>
  spansGap: boolean
}

interface Open<T, R> extends HeapItem {
  readonly number: number
  readonly states: Map<unknown, Group<T, R>>
}

/** Windows are numbered from the epoch: window `n` is from `n * span` until `(n + 1) * span`. */
export class OpenWindows<T, R> {
  readonly #open = new Map<number, Open<T, R>>()
  readonly #earliest = new Heap<Open<T, R>>((a, b) => a.number < b.number)
  #late = 0
  /** Keys with a gap before their next event. */
  readonly #interrupted = new Set<unknown>()

  readonly #span: number
  readonly #aggregate: Aggregate<T, R>
  readonly #by: ((event: T) => unknown) | undefined
  readonly #onGap: OnGap

  constructor(
    span: number,
    aggregate: Aggregate<T, R>,
    by: ((event: T) => unknown) | undefined,
    onGap: OnGap = 'ignore',
  ) {
    this.#span = span
    this.#aggregate = aggregate
    this.#by = by
    this.#onGap = onGap
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
    let group = window.states.get(key)
    if (group === undefined) {
      group = { state: this.#aggregate.create(true), spansGap: false }
      window.states.set(key, group)
    }
    if (this.#interrupted.size > 0 && this.#interrupted.delete(key)) group.spansGap = true
    group.state.add(event)
  }

  /**
   * Events are missing in the open windows of a key and in that of its next event; in those of all
   * keys if the key is unknown.
   */
  interrupt(known: GapKey | undefined): void {
    for (const { states } of this.#open.values()) {
      for (const [key, group] of states) {
        if (known !== undefined && key !== known.key) continue
        group.spansGap = true
        this.#interrupted.add(key)
      }
    }
    if (known !== undefined) this.#interrupted.add(known.key)
  }

  addLate(): void {
    this.#late++
  }

  /**
   * Closes the windows that end at or before `time`; returns their values, ordered by window and
   * then by the key's first event.
   */
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
      for (const [key, { state, spansGap }] of window.states) {
        if (this.#onGap !== 'reset' || !spansGap)
          closed.push(this.#toValue(window.number, key, state, spansGap))
      }
    }
    return closed
  }

  #toValue(number: number, key: unknown, state: Accumulator<T, R>, spansGap: boolean): WindowValue<R> {
    const value = {
      ...(this.#by && { key }),
      start: number * this.#span,
      end: this.endOf(number),
      value: state.value(),
      late: this.#late,
      ...(this.#onGap === 'mark' && { spansGap }),
    }
    this.#late = 0
    return value
  }
}
