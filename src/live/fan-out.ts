/** One stream's events for all its subscribers: what RxJS's `share` does, without the closures and the iterator that a Subject makes for each value. */
import type { Subscriber } from 'rxjs'

export class FanOut<T> {
  /** Replaced, never changed, so that who comes or goes during a round does not disturb it. */
  #subscribers: readonly Subscriber<T>[] = []

  get isEmpty(): boolean {
    return this.#subscribers.length === 0
  }

  add(subscriber: Subscriber<T>): void {
    this.#subscribers = [...this.#subscribers, subscriber]
  }

  remove(subscriber: Subscriber<T>): void {
    this.#subscribers = this.#subscribers.filter(other => other !== subscriber)
  }

  next(value: T): void {
    const subscribers = this.#subscribers
    // An index, as an iterator would be an object for each value.
    for (let i = 0; i < subscribers.length; i++) subscribers[i]?.next(value)
  }

  error(error: unknown): void {
    for (const subscriber of this.#subscribers) subscriber.error(error)
  }

  complete(): void {
    for (const subscriber of this.#subscribers) subscriber.complete()
  }
}
