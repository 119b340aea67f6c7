import { interval, map, type Observable } from 'rxjs'
import { batch, count, movingWindow, tumblingWindow } from '../../src/operators/index.js'
import { VirtualScheduler } from '../../src/testing/index.js'

const START = 1_700_000_040_000
const HOUR = 3_600_000
const steps = [-HOUR, -1_000, 0, 1_000, HOUR]

/**
 * The values that `make$` emits for one event a second, each with its time; the clock is stepped
 * after 30.5 s and 150.5 s.
 */
function run<R>(
  step: number,
  make$: (source$: Observable<number>, scheduler: VirtualScheduler) => Observable<R>,
): readonly (readonly [number, R])[] {
  const scheduler = new VirtualScheduler(START)
  const seen: (readonly [number, R])[] = []
  const subscription = make$(interval(1_000, scheduler), scheduler).subscribe(value =>
    seen.push([scheduler.monotonic() - START, value]),
  )
  for (const duration of [30_500, 120_000]) {
    scheduler.advanceBy(duration)
    scheduler.stepClock(step)
  }
  scheduler.advanceBy(250_000)
  subscription.unsubscribe()
  return seen
}

describe('steps of the clock', () => {
  it.each(steps)('do not change a moving window by arrival (%i ms)', step => {
    const seen = run(step, (source$, scheduler) =>
      source$.pipe(movingWindow({ span: 60_000, scheduler }, count())),
    )
    expect(seen.length).toBe(400)
    expect(seen.map(([, size]) => size)).toEqual(seen.map((_, index) => Math.min(index + 1, 60)))
  })

  it.each(steps)('do not change a tumbling window by arrival (%i ms)', step => {
    const seen = run(step, (source$, scheduler) =>
      source$.pipe(
        tumblingWindow({ span: 60_000, scheduler }, count()),
        map(({ value, start, end }) => ({ value, start, length: end - start })),
      ),
    )
    // The window that was open at the first step is complete.
    expect(seen[0]).toEqual([60_000, { value: 59, start: START, length: 60_000 }])
    expect(seen.length).toBeGreaterThanOrEqual(5)
    for (const [, { value, length }] of seen) {
      expect(length).toBe(60_000)
      expect(value).toBeLessThanOrEqual(60)
    }
    const starts = seen.map(([, { start }]) => start)
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b))
  })

  it.each(steps)('do not change when a batch is emitted (%i ms)', step => {
    const seen = run(step, (source$, scheduler) => source$.pipe(batch({ timeout: 60_000, scheduler })))
    expect(seen.map(([at]) => at)).toEqual([61_000, 121_000, 181_000, 241_000, 301_000, 361_000])
  })
})
