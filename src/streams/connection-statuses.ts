/** The statuses of all connections of a feed, in order. */
import { Observable, Subject } from 'rxjs'
import type { ConnectionStatus } from '../model/status.js'

export class ConnectionStatuses {
  /** The last status of each connection, in the order of their emission. */
  readonly #latest = new Map<number, ConnectionStatus>()
  readonly #changes$ = new Subject<ConnectionStatus>()
  /**
   * Statuses caused by a subscriber during its notification, so that others receive them after
   * their cause.
   */
  readonly #queue: ConnectionStatus[] = []
  #isEmitting = false

  /** Hot; begins with the last status of each connection. */
  readonly status$ = new Observable<ConnectionStatus>(subscriber => {
    let missed: ConnectionStatus[] | undefined = []
    subscriber.add(
      this.#changes$.subscribe({
        next: status => {
          if (missed === undefined) subscriber.next(status)
          else missed.push(status)
        },
        complete: () => subscriber.complete(),
      }),
    )
    for (const status of [...this.#latest.values()]) subscriber.next(status)
    for (let status = missed.shift(); status !== undefined; status = missed.shift()) subscriber.next(status)
    missed = undefined
  })

  next(status: ConnectionStatus): void {
    this.#queue.push(status)
    if (this.#isEmitting) return
    this.#isEmitting = true
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        this.#latest.delete(next.connection)
        this.#latest.set(next.connection, next)
        this.#changes$.next(next)
      }
    } finally {
      this.#isEmitting = false
    }
  }

  complete(): void {
    this.#changes$.complete()
  }
}
