import { Observable, Subscription } from 'rxjs'
import { FanOut } from '../../src/streams/fan-out.js'

/** An observable on a fan-out, as shared streams make it. */
const observable$ = <T>(fanOut: FanOut<T>): Observable<T> =>
  new Observable<T>(subscriber => {
    const entry = fanOut.add(subscriber)
    return () => fanOut.remove(entry)
  })

describe('FanOut', () => {
  it('delivers each value to the subscribers present at emission', () => {
    const fanOut = new FanOut<number>()
    const received: string[] = []
    const others: Subscription[] = []
    observable$(fanOut).subscribe(value => {
      received.push(`first ${value}`)
      if (value === 1) others.push(observable$(fanOut).subscribe(late => received.push(`late ${late}`)))
      if (value === 2) others[0]?.unsubscribe()
    })
    others.push(observable$(fanOut).subscribe(value => received.push(`second ${value}`)))
    fanOut.next(1)
    fanOut.next(2)
    expect(received).toEqual(['first 1', 'second 1', 'first 2', 'late 2'])
  })

  it('ends every subscriber, whatever subscribes or unsubscribes meanwhile', () => {
    for (const end of ['error', 'complete'] as const) {
      const fanOut = new FanOut<number>()
      const received: string[] = []
      const record = (name: string) => ({
        error: () => received.push(name),
        complete: () => received.push(name),
      })
      const leaving = new Subscription()
      observable$(fanOut).subscribe({
        error: () => leaving.unsubscribe(),
        complete: () => observable$(fanOut).subscribe(record('late')),
      })
      leaving.add(observable$(fanOut).subscribe(record('second')))
      observable$(fanOut).subscribe(record('third'))
      if (end === 'error') fanOut.error(new Error('lost'))
      else fanOut.complete()
      expect(received).toEqual(end === 'error' ? ['third'] : ['second', 'third'])
      expect(fanOut.isEmpty).toBe(end === 'error')
    }
  })

  it('removes 100,000 subscribers in any order at constant cost', () => {
    const count = 100_000
    const fanOut = new FanOut<number>()
    const source$ = observable$(fanOut)
    const received: number[] = []
    const subscriptions = Array.from({ length: count }, (_, n) => source$.subscribe(() => received.push(n)))
    // From the front, the middle and the end alike. At a cost of the number of subscribers each,
    // this would take minutes.
    for (let n = 0; n < count; n++) {
      const index = (n * 7_919) % count
      if (index % 10_000 !== 0) subscriptions[index]?.unsubscribe()
    }
    fanOut.next(1)
    expect(received).toEqual(Array.from({ length: 10 }, (_, n) => n * 10_000))
    for (const subscription of subscriptions) subscription.unsubscribe()
    expect(fanOut.isEmpty).toBe(true)
  })
})
