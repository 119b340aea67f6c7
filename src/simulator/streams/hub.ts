/**
 * Routes frames: sources publish them here, the sessions that subscribed to their stream receive
 * them.
 */
import type { FrameFaults } from '../faults/active/frame-faults.js'
import type { Frame } from './frame.js'
import type { Subscriber } from './subscriber.js'

/** The source of frames: the simulated market, or a recording. */
export interface Source {
  /** A stream has its first subscriber. */
  openStream(stream: string): void
  /** A stream has lost its last subscriber. */
  closeStream(stream: string): void
  /** A command changed what is subscribed. Called once per command, after all its streams. */
  onSubscriptionsChanged?(): void
  /** Cancels every timer; the source publishes nothing more. */
  dispose(): void
}

export class Hub {
  readonly #faults: FrameFaults
  readonly #subscribers = new Map<string, Set<Subscriber>>()
  #source: Source | undefined

  /** @param faults applied to each frame before it is delivered */
  constructor(faults: FrameFaults) {
    this.#faults = faults
  }

  /** Replaces the source. Open streams stay open. */
  attach(source: Source): void {
    this.#source?.dispose()
    this.#source = source
    for (const stream of this.#subscribers.keys()) source.openStream(stream)
    if (this.#subscribers.size > 0) source.onSubscriptionsChanged?.()
  }

  subscriptionsChanged(): void {
    this.#source?.onSubscriptionsChanged?.()
  }

  dispose(): void {
    this.#source?.dispose()
    this.#source = undefined
  }

  has(stream: string): boolean {
    return this.#subscribers.has(stream)
  }

  get isEmpty(): boolean {
    return this.#subscribers.size === 0
  }

  subscribe(stream: string, subscriber: Subscriber): void {
    const subscribers = this.#subscribers.get(stream)
    if (subscribers !== undefined) {
      subscribers.add(subscriber)
      return
    }
    this.#subscribers.set(stream, new Set([subscriber]))
    this.#source?.openStream(stream)
  }

  unsubscribe(stream: string, subscriber: Subscriber): void {
    const subscribers = this.#subscribers.get(stream)
    if (subscribers?.delete(subscriber) !== true || subscribers.size > 0) return
    this.#subscribers.delete(stream)
    this.#source?.closeStream(stream)
  }

  publish(frame: Frame): void {
    const subscribers = this.#subscribers.get(frame.stream)
    if (subscribers === undefined) return
    if (this.#faults.isIdle) for (const subscriber of subscribers) subscriber.deliver(frame)
    else this.#faults.deliver(frame, subscribers)
  }

  /** Bytes that wait for the slowest subscriber of a stream. */
  backlog(stream: string): number {
    let max = 0
    for (const { bufferedAmount } of this.#subscribers.get(stream) ?? []) max = Math.max(max, bufferedAmount)
    return max
  }
}
