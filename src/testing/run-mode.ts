/**
 * RxJS's run mode, in which its own clock is virtual: one at a time, or time is real again for the
 * outer one.
 */
import { asyncScheduler } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'

// Any clock that stands at an epoch is beyond it; virtual time begins at 0.
const MIN_EPOCH = 1e11

/**
 * Throws when `name` is called within `marbles` or `TestScheduler.run`, whose time a second one
 * would end.
 */
export function assertNotNested(name: string): void {
  // RxJS has no word for it: in run mode a character lasts one frame, and its clocks stand near 0.
  if (TestScheduler.frameTimeFactor !== 1 || asyncScheduler.now() >= MIN_EPOCH) return
  throw new Error(
    `${name} was called within another marbles or TestScheduler.run: when the inner one is over, the time of the outer one is ` +
      'real again. Give each a test of its own, or draw both in one',
  )
}

/** Throws when another run within `name` has ended the time of this one. */
export function assertVirtualTime(name: string, time: TestScheduler): void {
  if (asyncScheduler.now() === time.now()) return
  throw new Error(
    `another simulate, marbles or TestScheduler.run began and ended within ${name}, and since then time is real again. ` +
      'Give it a test of its own',
  )
}
