import { EMPTY, Subject } from 'rxjs'
import { commands$ } from '../../src/live/commands.js'
import { Subscriptions } from '../../src/live/subscriptions.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { spot } from '../../src/venues/binance/spot.js'
import type { Reply } from '../../src/venues/venue.js'

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
      venue: spot,
      scheduler,
      commandTimeout: 5_000,
      subscriptions,
      nextId: () => ++id,
      send: () => {
        messages.push(scheduler.now())
        const answered = id
        scheduler.schedule(() => replies$.next({ type: 'ack', id: answered }), 1)
      },
      refused: () => undefined,
      report: () => undefined,
      progress: () => undefined,
      probed: () => undefined,
      replies$,
      changes$,
      probes$: EMPTY,
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
})
