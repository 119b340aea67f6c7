import { EMPTY, Subject } from 'rxjs'
import { commands$ } from '../../src/live/commands.js'
import { Subscriptions } from '../../src/live/subscriptions.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { spot } from '../../src/venues/binance/spot.js'
import type { Reply } from '../../src/venues/venue.js'

/** Nobody changes anything, nobody answers, nobody listens. */
const quiet = {
  venue: spot,
  commandTimeout: 5_000,
  refused: () => undefined,
  report: () => undefined,
  progress: () => undefined,
  probed: () => undefined,
  replies$: EMPTY,
  changes$: EMPTY,
  probes$: EMPTY,
  pongs$: EMPTY,
}

describe('commands', () => {
  it('give way to pongs: five messages in any second, one place always kept', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions()
    const replies$ = new Subject<Reply>()
    const changes$ = new Subject<void>()
    const pongs$ = new Subject<void>()
    const messages: number[] = []
    let id = 0
    const talk = commands$({
      ...quiet,
      scheduler,
      subscriptions,
      nextId: () => ++id,
      send: () => {
        messages.push(scheduler.now())
        const answered = id
        scheduler.schedule(() => replies$.next({ type: 'ack', id: answered }), 1)
      },
      replies$,
      changes$,
      pongs$,
    }).subscribe()

    for (let time = 0; time < 20_000; time += 10) {
      subscriptions.want(`s${time}@trade`)
      changes$.next()
      if (time % 1_010 === 500) {
        messages.push(scheduler.now())
        pongs$.next()
      }
      scheduler.advanceBy(10)
    }
    for (const start of messages) {
      expect(messages.filter(time => time >= start && time < start + 1_000).length).toBeLessThanOrEqual(5)
    }
    expect(messages.length).toBeGreaterThan(60)
    talk.unsubscribe()
    scheduler.advanceBy(1)
    expect(scheduler.pending).toBe(0)
  })

  it('name a stream alone that fits into none with another, and one that fits into none at all', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions()
    const names = ['a', 'b', 'c'].map(letter => `${letter.repeat(40)}@trade`)
    for (const name of [...names, 'd'.repeat(200)]) subscriptions.want(name)
    const told: unknown[] = []
    let id = 0
    const talk = commands$({
      ...quiet,
      venue: { ...spot, limits: { ...spot.limits, maxCommandBytes: 128 } },
      scheduler,
      subscriptions,
      nextId: () => ++id,
      send: text => told.push((JSON.parse(text) as { params: unknown }).params),
    }).subscribe()
    scheduler.advanceBy(1_000)
    expect(told).toEqual([...names, 'd'.repeat(200)].map(name => [name]))
    talk.unsubscribe()
  })
})
