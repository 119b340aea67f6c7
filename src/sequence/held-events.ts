/** The events of a stream that are ahead, while another session may deliver those between. */
import type { Break } from './sequence.js'

/** Milliseconds. The largest difference seen between two hosts of Binance is 57. */
export const MAX_HOLD = 250
/** The maximum of waiting events. */
const MAX_HELD = 1_000

export interface HeldEvent<E> {
  readonly event: E
  /** Its first id: what is missing is before it. */
  readonly first: number
  /** When it came, on a monotonic clock. */
  readonly at: number
  /** Of the gap before it, unless what is missing comes. */
  readonly cause: Break<E>['cause']
}

export class HeldEvents<E> {
  /** By their first id. */
  readonly #events: HeldEvent<E>[] = []

  get isEmpty(): boolean {
    return this.#events.length === 0
  }

  get isFull(): boolean {
    return this.#events.length > MAX_HELD
  }

  /** The one with the lowest id. */
  get first(): HeldEvent<E> | undefined {
    return this.#events[0]
  }

  /** When the one that came first has waited for {@link MAX_HOLD}; `Infinity` where none waits. */
  get deadline(): number {
    return this.#events.reduce((earliest, { at }) => Math.min(earliest, at), Infinity) + MAX_HOLD
  }

  add(held: HeldEvent<E>): void {
    let at = this.#events.length
    while (at > 0 && (this.#events[at - 1] as HeldEvent<E>).first > held.first) at--
    this.#events.splice(at, 0, held)
  }

  /** Removes the one with the lowest id. */
  shift(): void {
    this.#events.shift()
  }

  /**
   * Whether something has waited since `time`, `-Infinity` for never: then so has what is missing
   * before the first of what waits.
   */
  hasWaitedSince(time: number): boolean {
    return time > -Infinity && this.#events.some(({ at }) => at <= time)
  }
}
