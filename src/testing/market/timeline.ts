/** The timeline of a marble market: runs an action at the frame of each marble. */
import type { SchedulerLike } from 'rxjs'
import type { RunHelpers } from 'rxjs/testing'
import type { Marble } from './marble.js'

export interface Timeline {
  readonly scheduler: SchedulerLike
  /**
   * Runs `action` at the frame of `marble`. Actions of one frame run in the order of these calls.
   */
  readonly at: (marble: Marble, action: () => void) => void
}

export function createTimeline({ hot }: Pick<RunHelpers, 'hot'>): Timeline {
  // RxJS sets up hot observables when time begins, after the test's own subscriptions: what is
  // drawn at 0 reaches them.
  const actions$ = hot<() => void>('')
  actions$.subscribe(action => action())
  return {
    scheduler: actions$.scheduler,
    at: ({ frame }, action) =>
      void actions$.messages.push({ frame, notification: { kind: 'N', value: action } }),
  }
}
