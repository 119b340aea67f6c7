/**
 * RxJS's run mode, in which its own clock is virtual: one at a time, or time is real again for the
 * outer one.
 */
import { asyncScheduler } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'

// Any clock that stands at an epoch is beyond it; virtual time begins at 0.
const MIN_EPOCH = 1e11

/**
 * Throws when `name` is called within `marbles` or `TestScheduler.run`: a second one would end the
 * first one's time.
 */
export function assertNotNested(name: string): void {
  // RxJS exposes no flag for it: in run mode a character lasts one frame, and its clocks stand near
  // 0.
  if (TestScheduler.frameTimeFactor !== 1 || asyncScheduler.now() >= MIN_EPOCH) return
  throw new Error(
    `${name} was called within another marbles or TestScheduler.run, and would end its virtual time. ` +
      'Give each its own test, or draw both in one',
  )
}

/** Throws when another run within `name` has ended the time of this one. */
export function assertVirtualTime(name: string, time: TestScheduler): void {
  if (asyncScheduler.now() === time.now()) return
  throw new Error(
    `another simulate, marbles or TestScheduler.run ran within ${name}, which ended its virtual time. ` +
      'Give it its own test',
  )
}
