import { Observable, Subscription } from 'rxjs'
import { FanOut } from '../../src/streams/fan-out.js'

/** An observable on a fan-out, as a link makes it. */
const observable$ = <T>(fanOut: FanOut<T>): Observable<T> =>
  new Observable<T>(subscriber => {
    fanOut.add(subscriber)
    return () => fanOut.remove(subscriber)
  })

describe('a fan-out', () => {
  it('tells each value to those who were there when its round began and have not left since', () => {
    const fanOut = new FanOut<number>()
    const told: string[] = []
    const others: Subscription[] = []
    observable$(fanOut).subscribe(value => {
      told.push(`first ${value}`)
      if (value === 1) others.push(observable$(fanOut).subscribe(late => told.push(`late ${late}`)))
      if (value === 2) others[0]?.unsubscribe()
    })
    others.push(observable$(fanOut).subscribe(value => told.push(`second ${value}`)))
    fanOut.next(1)
    fanOut.next(2)
    expect(told).toEqual(['first 1', 'second 1', 'first 2', 'late 2'])
  })

  it('tells an end to all, whoever leaves or comes on hearing of it', () => {
    for (const end of ['error', 'complete'] as const) {
      const fanOut = new FanOut<number>()
      const told: string[] = []
      const tell = (name: string) => ({ error: () => told.push(name), complete: () => told.push(name) })
      const leaving = new Subscription()
      observable$(fanOut).subscribe({
        error: () => leaving.unsubscribe(),
        complete: () => observable$(fanOut).subscribe(tell('late')),
      })
      leaving.add(observable$(fanOut).subscribe(tell('second')))
      observable$(fanOut).subscribe(tell('third'))
      if (end === 'error') fanOut.error(new Error('lost'))
      else fanOut.complete()
      expect(told).toEqual(end === 'error' ? ['third'] : ['second', 'third'])
      expect(fanOut.isEmpty).toBe(end === 'error')
    }
  })
})
