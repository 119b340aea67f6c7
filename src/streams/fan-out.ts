/**
 * Delivers the events of a stream to all its subscribers, as RxJS's `share` does. Creates no
 * objects for each event.
 */
import type { Subscriber } from 'rxjs'
import type { Gap } from '../model/gap.js'

/** A subscriber's position in a {@link FanOut}. */
export interface FanOutEntry<T> {
  readonly subscriber: Subscriber<T>
  /** Whether it receives gaps. */
  readonly receivesGaps: boolean
  /** The number of values emitted before it was added. */
  readonly joinedAt: number
  index: number
}

/**
 * Subscribing and unsubscribing cost the same with any number of subscribers, and neither disturbs
 * an emission. A value reaches the subscribers that were present when it was emitted and still are.
 */
export class FanOut<T> {
  /** In order of subscription, with holes where some have unsubscribed. */
  #entries: (FanOutEntry<T> | undefined)[] = []
  #size = 0
  #count = 0
  #emitting = 0

  get isEmpty(): boolean {
    return this.#size === 0
  }

  add(subscriber: Subscriber<T>, receivesGaps = false): FanOutEntry<T> {
    const entry = { subscriber, receivesGaps, joinedAt: this.#count, index: this.#entries.length }
    this.#entries.push(entry)
    this.#size++
    return entry
  }

  remove(entry: FanOutEntry<T>): void {
    if (this.#entries[entry.index] !== entry) return
    this.#entries[entry.index] = undefined
    this.#size--
    this.#compact()
  }

  next(value: T): void {
    const entries = this.#entries
    const { length } = entries
    this.#count++
    this.#emitting++
    try {
      // An index, as an iterator would be an object for each value.
      for (let i = 0; i < length; i++) entries[i]?.subscriber.next(value)
    } finally {
      this.#emitting--
    }
    if (this.#size < entries.length) this.#compact()
  }

  /**
   * Emits a gap to the subscribers that receive gaps and had a value before it: for others it began
   * before they did.
   */
  gap(gap: Gap): void {
    const count = this.#count
    const receivers = this.#entries.filter(entry => entry?.receivesGaps === true && entry.joinedAt < count)
    for (const entry of receivers) (entry as unknown as FanOutEntry<Gap>).subscriber.next(gap)
  }

  error(error: unknown): void {
    for (const entry of [...this.#entries]) entry?.subscriber.error(error)
  }

  complete(): void {
    for (const entry of [...this.#entries]) entry?.subscriber.complete()
  }

  /**
   * Closes the holes once they are the majority, so that a removal has a constant amortised cost.
   */
  #compact(): void {
    if (this.#emitting > 0 || this.#entries.length < 2 * this.#size) return
    this.#entries = this.#entries.filter(entry => entry !== undefined)
    this.#entries.forEach((entry, index) => {
      if (entry !== undefined) entry.index = index
    })
  }
}
