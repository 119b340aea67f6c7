/** Virtual time that notices when it would never end. */
import type { SchedulerAction, Subscription } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'

/** RxJS's TestScheduler, which stops with an error what else would hang the test. */
export class MarbleTime extends TestScheduler {
  readonly #maxActions: number
  #actions = 0

  constructor(assertDeepEqual: (actual: unknown, expected: unknown) => void, maxActions: number) {
    super(assertDeepEqual)
    this.#maxActions = maxActions
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    if (++this.#actions > this.#maxActions) {
      throw new Error(
        `time does not end: ${this.#maxActions} actions were scheduled by frame ${this.frame}, and there are more. ` +
          'Something repeats for ever (interval, repeat, a window of time): complete the diagram with |, or leave at a frame ' +
          "with expectObservable(x$, '^---!'). Raise maxActions if the test is really that long",
      )
    }
    return super.schedule(work, delay, state)
  }
}
