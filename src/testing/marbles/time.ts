/** Virtual time that notices when it would never end, and when it is not virtual. */
import { asyncScheduler, type SchedulerAction, type Subscription } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'

// Any clock that stands at an epoch is beyond it; virtual time begins at 0.
const EARLIEST_EPOCH = 1e11

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

/** Throws within another `marbles` or `TestScheduler.run`, whose time a second one would end. */
export function refuseNestedRun(): void {
  // RxJS has no word for it: in run mode a character lasts one frame, and its clocks stand near 0.
  if (TestScheduler.frameTimeFactor !== 1 || asyncScheduler.now() >= EARLIEST_EPOCH) return
  throw new Error(
    'marbles was called within another marbles or TestScheduler.run: when the inner one is over, the time of the outer one is ' +
      'real again. Give each a test of its own, or draw both in one',
  )
}

/** Throws when a `TestScheduler.run` within the test has ended the time of this one. */
export function refuseBrokenTime(time: TestScheduler): void {
  if (asyncScheduler.now() === time.now()) return
  throw new Error(
    'another TestScheduler.run began and ended within marbles, and since then time is real again. Give it a test of its own',
  )
}
