import { EMPTY, Subject } from 'rxjs'
import { commandQueue$ } from '../../src/live/command-queue.js'
import { Subscriptions } from '../../src/live/subscriptions.js'
import { VirtualScheduler } from '../../src/testing/index.js'
import { spot } from '../../src/venues/binance/spot.js'
import type { Reply } from '../../src/venues/venue.js'

/** A queue with a constant wanted set and unanswered commands. */
const quiet = {
  venue: spot,
  commandTimeout: 5_000,
  onStreamRejected: () => undefined,
  onError: () => undefined,
  onChange: () => undefined,
  onProbeSent: () => undefined,
  onProbeAnswered: () => undefined,
  onForgotten: () => undefined,
  replies$: EMPTY,
  changes$: EMPTY,
  probes$: EMPTY,
  pongs$: EMPTY,
}

interface Command {
  readonly id: number
  readonly method: string
  readonly params?: readonly string[]
}
const parse = (text: string): Command => JSON.parse(text) as Command

describe('command queue', () => {
  it('keeps a slot for pongs: five messages a second', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions()
    const replies$ = new Subject<Reply>()
    const changes$ = new Subject<void>()
    const pongs$ = new Subject<void>()
    const messages: number[] = []
    const queue = commandQueue$({
      ...quiet,
      scheduler,
      subscriptions,
      send: text => {
        messages.push(scheduler.now())
        scheduler.schedule(() => replies$.next({ type: 'ack', id: parse(text).id }), 1)
      },
      replies$,
      changes$,
      pongs$,
    }).subscribe()

    for (let time = 0; time < 20_000; time += 10) {
      subscriptions.addWanted(`s${time}@trade`)
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
    queue.unsubscribe()
    scheduler.advanceBy(1)
    expect(scheduler.pending).toBe(0)
  })

  it('sends a stream name that fills a whole command', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions()
    const names = ['a', 'b', 'c'].map(letter => `${letter.repeat(40)}@trade`)
    for (const name of [...names, 'd'.repeat(200)]) subscriptions.addWanted(name)
    const sent: unknown[] = []
    const queue = commandQueue$({
      ...quiet,
      venue: { ...spot, limits: { ...spot.limits, maxCommandBytes: 128 } },
      scheduler,
      subscriptions,
      send: text => sent.push(parse(text).params),
    }).subscribe()
    scheduler.advanceBy(1_000)
    expect(sent).toEqual([...names, 'd'.repeat(200)].map(name => [name]))
    queue.unsubscribe()
  })

  it('records a command before sending, for a synchronous answer', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions(['a@trade', 'b@trade'])
    const replies$ = new Subject<Reply>()
    const queue = commandQueue$({
      ...quiet,
      scheduler,
      subscriptions,
      send: text => replies$.next({ type: 'ack', id: parse(text).id }),
      replies$,
    }).subscribe()
    scheduler.advanceBy(10)
    expect(subscriptions.pendingCount).toBe(0)
    expect(subscriptions.nextChange()).toBeUndefined()
    queue.unsubscribe()
    expect(scheduler.pending).toBe(0)
  })

  it('alternates probes and changes despite many pings', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions()
    const replies$ = new Subject<Reply>()
    const changes$ = new Subject<void>()
    const probes$ = new Subject<void>()
    const pongs$ = new Subject<void>()
    const sent: { readonly method: string; readonly at: number }[] = []
    const queue = commandQueue$({
      ...quiet,
      scheduler,
      subscriptions,
      send: text => {
        const { method, id } = parse(text)
        sent.push({ method, at: scheduler.now() })
        const reply: Reply =
          method === 'LIST_SUBSCRIPTIONS' ? { type: 'list', id, streams: [] } : { type: 'ack', id }
        scheduler.schedule(() => replies$.next(reply), 1)
      },
      replies$,
      changes$,
      probes$,
      pongs$,
    }).subscribe()
    for (let time = 0; time < 20_000; time += 100) {
      pongs$.next()
      probes$.next()
      subscriptions.addWanted(`s${time}@trade`)
      changes$.next()
      scheduler.advanceBy(100)
    }
    queue.unsubscribe()
    const gaps = sent.slice(1).map(({ at }, n) => at - sent[n]!.at)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1_001)
    const probes = sent.filter(({ method }) => method === 'LIST_SUBSCRIPTIONS').length
    expect(Math.abs(sent.length - 2 * probes)).toBeLessThanOrEqual(1)
  })

  it('retries a temporary rejection with growing delays', () => {
    const scheduler = new VirtualScheduler()
    const subscriptions = new Subscriptions(['a@trade', 'b@trade'])
    const replies$ = new Subject<Reply>()
    const rejected: string[] = []
    const sent: { readonly params: readonly string[] | undefined; readonly at: number }[] = []
    const queue = commandQueue$({
      ...quiet,
      scheduler,
      subscriptions,
      onStreamRejected: stream => rejected.push(stream),
      send: text => {
        const { id, params } = parse(text)
        sent.push({ params, at: scheduler.now() })
        const rejection: Reply = {
          type: 'rejection',
          id,
          reason: -1003,
          detail: 'Too many requests.',
          isTemporary: true,
        }
        scheduler.schedule(() => replies$.next(sent.length < 4 ? rejection : { type: 'ack', id }), 0)
      },
      replies$,
    }).subscribe()
    scheduler.advanceBy(20_000)
    expect(sent.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000])
    expect(new Set(sent.map(({ params }) => String(params)))).toEqual(new Set(['a@trade,b@trade']))
    expect(rejected).toEqual([])
    expect(subscriptions.pendingCount).toBe(0)
    queue.unsubscribe()
  })
})
