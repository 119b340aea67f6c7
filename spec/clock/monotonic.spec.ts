import { asapScheduler, asyncScheduler, type SchedulerLike, VirtualTimeScheduler } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { monotonicNow } from '../../src/clock/monotonic.js'
import { marbles, simulate, VirtualScheduler } from '../../src/testing/index.js'
import { runs } from '../runs.js'

const HOUR = 3_600_000

/** The result of monotonicNow while `work` runs. */
function measure(scheduler: SchedulerLike, work: () => void): number {
  const begin = monotonicNow(scheduler)
  work()
  return monotonicNow(scheduler) - begin
}

/** Runs `work` with the system clock set by `offset` milliseconds. */
function withClockOff(offset: number, work: () => void): void {
  const original = Date.now
  const date = jest.spyOn(Date, 'now').mockImplementation(() => original() + offset)
  try {
    work()
  } finally {
    date.mockRestore()
  }
}

describe('monotonicNow', () => {
  it.each([asyncScheduler, asapScheduler])('follows performance.now on a real scheduler', scheduler => {
    const begin = performance.now()
    const now = monotonicNow(scheduler)
    expect(now).toBeGreaterThanOrEqual(begin)
    expect(now).toBeLessThanOrEqual(performance.now())
  })

  it.each([-HOUR, -1_000, 1_000, HOUR])('is unaffected by a system clock step of %i ms', step => {
    const begin = monotonicNow(asyncScheduler)
    withClockOff(step, () => {
      const duration = monotonicNow(asyncScheduler) - begin
      expect(duration).toBeGreaterThanOrEqual(0)
      expect(duration).toBeLessThan(1_000)
    })
  })

  it.each([-HOUR, -1, 1, HOUR])('survives a step of %i ms during a reading', step => {
    const original = Date.now
    // The clock steps at the nth reading of the function.
    for (let stepAt = 1; stepAt <= 4; stepAt++) {
      let readings = 0
      const date = jest.spyOn(Date, 'now').mockImplementation(() => {
        return original() + (++readings >= stepAt ? step : 0)
      })
      try {
        const begin = performance.now()
        const now = monotonicNow(asyncScheduler)
        expect(now).toBeGreaterThanOrEqual(begin)
        expect(now).toBeLessThanOrEqual(performance.now())
      } finally {
        date.mockRestore()
      }
    }
  })

  it('takes a slow reading of a real scheduler for real', () => {
    const original = Date.now
    let readings = 0
    const date = jest.spyOn(Date, 'now').mockImplementation(() => original() + ++readings * 200)
    try {
      const now = monotonicNow(asyncScheduler)
      expect(now).toBeLessThanOrEqual(performance.now())
    } finally {
      date.mockRestore()
    }
  })

  it('follows virtual time of any virtual scheduler', () => {
    const own = new VirtualScheduler(1_700_000_000_000)
    expect(measure(own, () => own.advanceBy(HOUR))).toBe(HOUR)
    const rxjs = new VirtualTimeScheduler()
    rxjs.schedule(() => undefined, HOUR)
    expect(measure(rxjs, () => rxjs.flush())).toBe(HOUR)
  })

  it('follows virtual time within TestScheduler.run and marbles', () => {
    const seen: number[] = []
    const schedule = (): void => {
      const begin = monotonicNow(asyncScheduler)
      asyncScheduler.schedule(() => seen.push(monotonicNow(asyncScheduler) - begin), HOUR)
    }
    new TestScheduler(() => undefined).run(({ flush }) => {
      schedule()
      flush()
    })
    marbles(({ cold, expectObservable }) => {
      schedule()
      expectObservable(cold('a|')).toBe('a|')
    })
    expect(seen).toEqual([HOUR, HOUR])
  })

  it('does not step with a virtual clock', () => {
    const scheduler = new VirtualScheduler(0)
    expect(measure(scheduler, () => scheduler.stepClock(-HOUR))).toBe(0)
  })

  it('does not step on the schedulers of RxJS within simulate', () => {
    const seen: number[] = []
    simulate({ hours: 0.01 }, (market, { scheduler }) => {
      const begin = monotonicNow(asyncScheduler)
      scheduler.schedule(() => scheduler.stepClock(runs(60_000, HOUR)), 500)
      for (const rxjs of [asyncScheduler, asapScheduler]) {
        asyncScheduler.schedule(() => seen.push(monotonicNow(rxjs) - begin), 1_000)
      }
      return market.trade$('BTCUSDT')
    })
    expect(seen).toEqual([1_000, 1_000])
    expect(monotonicNow(asyncScheduler)).toBeLessThanOrEqual(performance.now())
  })
})
