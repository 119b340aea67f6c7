/** When tumbling windows close: by the times of events, or by a clock. */
import {
  concat,
  ignoreElements,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  Subject,
  switchMap,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import { monotonicNow } from '../../clock/monotonic.js'
import { MAX_DELAY } from '../../validation/limits.js'
import { NONE, type OpenWindows, type WindowValue } from './open-windows.js'
import type { EventClock } from './window-time.js'

/** The values of windows that the times of events close. */
export function closedByTime$<T, R>(
  source: Observable<T>,
  windows: OpenWindows<T, R>,
  clock: EventClock<T>,
  lateness: number,
  onLate: ((event: T) => void) | undefined,
): Observable<readonly WindowValue<R>[]> {
  let watermark = -Infinity
  return source.pipe(
    map(event => {
      const time = clock.read(event)
      const number = windows.numberOf(time)
      if (Number.isNaN(time) || windows.endOf(number) <= watermark) {
        windows.addLate()
        onLate?.(event)
        return NONE
      }
      watermark = Math.max(watermark, time - lateness)
      windows.add(event, number)
      return windows.close(watermark)
    }),
    tap({ complete: () => clock.checkTimes() }),
  )
}

/** The values of windows that a clock closes. */
export function closedByArrival$<T, R>(
  source: Observable<T>,
  windows: OpenWindows<T, R>,
  scheduler: SchedulerLike,
): Observable<readonly WindowValue<R>[]> {
  // Never goes back, though timers may fire a little early, and the clock may be set back.
  let now = -Infinity
  /** Both clocks at the opening of the window: until it closes, only the monotonic one counts. */
  let opened = { wall: 0, monotonic: 0 }
  const opened$ = new Subject<number>()
  const completed$ = new Subject<void>()
  const closedByTimer$ = opened$.pipe(
    switchMap(length => wait$(length, scheduler)),
    map(() => windows.close((now = Math.max(now, windows.nextEnd ?? now)))),
    takeUntil(completed$),
  )
  const closedByEvent$ = source.pipe(
    map(event => {
      const monotonic = monotonicNow(scheduler)
      if (windows.nextEnd !== undefined) now = Math.max(now, opened.wall + monotonic - opened.monotonic)
      const closed = windows.close(now)
      const isFirst = windows.nextEnd === undefined
      if (isFirst) opened = { wall: (now = Math.max(now, scheduler.now())), monotonic }
      windows.add(event, windows.numberOf(now))
      if (isFirst) opened$.next((windows.nextEnd ?? now) - now)
      return closed
    }),
    tap({ complete: () => completed$.next() }),
  )
  return merge(closedByTimer$, closedByEvent$)
}

/** Emits after `length` milliseconds, however many. */
function wait$(length: number, scheduler: SchedulerLike): Observable<unknown> {
  if (length <= MAX_DELAY) return timer(length, scheduler)
  return concat(timer(MAX_DELAY, scheduler).pipe(ignoreElements()), wait$(length - MAX_DELAY, scheduler))
}
