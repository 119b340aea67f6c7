/** Ends loops that subscribe one channel again and again in one frame. */
import { NEVER, type Observable, throwError } from 'rxjs'

// More often in one frame only a loop subscribes.
const MAX_SUBSCRIPTIONS = 1_000

export class LoopGuard {
  readonly #channel: string
  readonly #now: () => number
  readonly #onLoop: (error: Error) => void
  #frame = -1
  #count = 0

  constructor(channel: string, now: () => number, onLoop: (error: Error) => void) {
    this.#channel = channel
    this.#now = now
    this.#onLoop = onLoop
  }

  /**
   * Counts a subscription. Returns what it gets in place of the channel when it is one of a loop.
   */
  instead$(): Observable<never> | undefined {
    const frame = this.#now()
    this.#count = frame === this.#frame ? this.#count + 1 : 1
    this.#frame = frame
    if (this.#count <= MAX_SUBSCRIPTIONS) return undefined
    // The error comes once; nothing at all after it makes the loop end.
    if (this.#count > MAX_SUBSCRIPTIONS + 1) return NEVER
    const error = new Error(
      `${this.#channel} was subscribed ${MAX_SUBSCRIPTIONS} times in frame ${frame}: retry and repeat need a delay, here as on a real market`,
    )
    this.#onLoop(error)
    return throwError(() => error)
  }
}
