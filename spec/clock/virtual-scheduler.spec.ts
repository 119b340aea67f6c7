import fc from 'fast-check'
import { asapScheduler, bufferTime, debounceTime, delay, interval, observeOn, of, take, timer } from 'rxjs'
import { VirtualScheduler } from '../../src/testing/index.js'

describe('VirtualScheduler', () => {
  it('runs actions in order of time, then of scheduling', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 200 }), delays => {
        const scheduler = new VirtualScheduler()
        const ran: [number, number][] = []
        delays.forEach((wait, index) => scheduler.schedule(() => ran.push([scheduler.now(), index]), wait))
        scheduler.advanceBy(50)
        const expected = delays.map((wait, index): [number, number] => [wait, index])
        expect(ran).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j))
        expect(scheduler.pending).toBe(0)
      }),
    )
  })

  it('drops exactly the actions that are unsubscribed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 200 }), plans => {
        const scheduler = new VirtualScheduler()
        const ran = new Set<number>()
        const actions = plans.map(([wait], index) => scheduler.schedule(() => ran.add(index), wait))
        plans.forEach(([, dropped], index) => dropped && actions[index]?.unsubscribe())
        const kept = plans.flatMap(([, dropped], index) => (dropped ? [] : [index]))
        expect(scheduler.pending).toBe(kept.length)
        scheduler.advanceBy(50)
        expect([...ran].sort((a, b) => a - b)).toEqual(kept)
      }),
    )
  })

  it('advances to a time, and never back', () => {
    const scheduler = new VirtualScheduler(1_000)
    scheduler.advanceTo(5_000)
    expect(scheduler.now()).toBe(5_000)
    scheduler.advanceTo(2_000)
    expect(scheduler.now()).toBe(5_000)
  })

  it('runs the operators of RxJS', () => {
    const scheduler = new VirtualScheduler()
    const seen: unknown[] = []
    const note = (value: unknown): void => void seen.push([scheduler.now(), value])
    interval(10, scheduler).pipe(take(3)).subscribe(note)
    of('late').pipe(delay(25, scheduler)).subscribe(note)
    timer(0, 7, scheduler).pipe(take(4), debounceTime(20, scheduler)).subscribe(note)
    timer(0, 4, scheduler)
      .pipe(take(5), bufferTime(10, null, 9, scheduler))
      .subscribe(note)
    scheduler.advanceBy(100)
    expect(seen).toEqual([
      [10, 0],
      [10, [0, 1, 2]],
      [16, [3, 4]],
      [20, 1],
      [21, 3],
      [25, 'late'],
      [30, 2],
    ])
    expect(scheduler.pending).toBe(0)
  })

  it('advances however short the delay', () => {
    const scheduler = new VirtualScheduler(1_700_000_000_000)
    let runs = 0
    scheduler.schedule(function () {
      runs++
      this.schedule(undefined, 1e-9)
    }, 1e-9)
    scheduler.advanceBy(1)
    expect(runs).toBeGreaterThan(100)
    expect(runs).toBeLessThan(5_000)
  })

  it('never runs or keeps an action with an infinite delay', () => {
    const scheduler = new VirtualScheduler()
    scheduler.schedule(() => undefined, Infinity)
    expect(scheduler.pending).toBe(0)
  })

  it("throws an action's error from advanceTo and can continue", () => {
    const scheduler = new VirtualScheduler()
    let ran = false
    scheduler.schedule(() => {
      throw new Error('failed on purpose')
    }, 10)
    scheduler.schedule(() => (ran = true), 20)
    expect(() => scheduler.advanceBy(100)).toThrow('failed on purpose')
    expect(scheduler.now()).toBe(10)
    scheduler.advanceTo(100)
    expect(ran).toBe(true)
  })

  it('does not run microtasks', async () => {
    const scheduler = new VirtualScheduler()
    let seen = 0
    of(1)
      .pipe(observeOn(asapScheduler))
      .subscribe(() => seen++)
    scheduler.advanceBy(1_000)
    expect(seen).toBe(0)
    await Promise.resolve()
    await Promise.resolve()
    expect(seen).toBe(1)
  })

  describe('stepClock', () => {
    it('changes now() and neither due times nor the monotonic clock', () => {
      const scheduler = new VirtualScheduler(1_000)
      const ran: [number, number][] = []
      for (const wait of [10, 20]) {
        scheduler.schedule(() => ran.push([scheduler.now(), scheduler.monotonic()]), wait)
      }
      scheduler.advanceBy(15)
      scheduler.stepClock(-500)
      expect([scheduler.now(), scheduler.monotonic()]).toEqual([515, 1_015])
      scheduler.advanceBy(4)
      expect(ran).toEqual([[1_010, 1_010]])
      scheduler.advanceBy(1)
      expect(ran).toEqual([
        [1_010, 1_010],
        [520, 1_020],
      ])
    })

    it('does not affect running intervals', () => {
      const scheduler = new VirtualScheduler(0)
      const seen: number[] = []
      const subscription = interval(1_000, scheduler).subscribe(() => seen.push(scheduler.monotonic()))
      scheduler.advanceBy(1_500)
      scheduler.stepClock(3_600_000)
      scheduler.advanceBy(1_500)
      scheduler.stepClock(-7_200_000)
      scheduler.advanceBy(1_000)
      subscription.unsubscribe()
      expect(seen).toEqual([1_000, 2_000, 3_000, 4_000])
    })

    it('passes the same time when the clock steps meanwhile', () => {
      const scheduler = new VirtualScheduler(0)
      scheduler.schedule(() => scheduler.stepClock(60_000), 10)
      scheduler.advanceTo(100)
      expect([scheduler.now(), scheduler.monotonic()]).toEqual([60_100, 100])
      scheduler.advanceTo(60_200)
      expect(scheduler.monotonic()).toBe(200)
    })
  })

  describe('stall', () => {
    it('runs overdue actions in order, then input, then their actions', () => {
      const scheduler = new VirtualScheduler()
      const ran: [string, number][] = []
      const note = (what: string) => () => void ran.push([what, scheduler.now()])
      scheduler.schedule(() => scheduler.stall(100), 10)
      scheduler.schedule(() => {
        note('timer at 60')()
        scheduler.schedule(note('its timer of 0 ms'))
      }, 60)
      scheduler.schedule(note('timer at 40'), 40)
      scheduler.schedule(note('timer at 110'), 110)
      for (const at of [30, 50]) {
        scheduler.peer.schedule(() => scheduler.receive(note(`input at ${at}`)), at)
      }
      scheduler.peer.schedule(note('peer'), 70)
      scheduler.advanceBy(200)
      expect(ran).toEqual([
        ['peer', 70],
        ['timer at 110', 110],
        ['timer at 40', 110],
        ['timer at 60', 110],
        ['input at 30', 110],
        ['input at 50', 110],
        ['its timer of 0 ms', 110],
      ])
      expect(scheduler.pending).toBe(0)
    })

    it('passes on input at once without a stall', () => {
      const scheduler = new VirtualScheduler()
      let received = 0
      scheduler.receive(() => received++)
      expect(received).toBe(1)
    })

    it('extends to the end of the longest stall', () => {
      const scheduler = new VirtualScheduler()
      const ran: number[] = []
      scheduler.stall(50)
      scheduler.peer.schedule(() => scheduler.stall(100), 20)
      scheduler.schedule(() => ran.push(scheduler.now()), 10)
      scheduler.receive(() => ran.push(scheduler.now()))
      scheduler.advanceBy(200)
      expect(ran).toEqual([120, 120])
    })
  })

  it('has a peer whose clock is not stepped', () => {
    const scheduler = new VirtualScheduler(1_000)
    scheduler.stepClock(500)
    expect([scheduler.now(), scheduler.peer.now(), scheduler.peer.monotonic()]).toEqual([1_500, 1_000, 1_000])
  })
})
