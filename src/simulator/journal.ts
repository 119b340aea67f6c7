/** What clients sent, kept for specs: the newest entries of all connections, living and gone. */
import { type Observable, Subject } from 'rxjs'

/** Something that a client sent. */
export interface Received {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** The connection's id. */
  readonly connection: number
  readonly kind: 'message' | 'ping' | 'pong'
  /** The control message as it came, or the ping's payload. */
  readonly text: string
}

/** Something that the exchange sent: an event, a reply or a piece of news. */
export interface Sent {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** The connection's id. */
  readonly connection: number
  /** The frame, whole. */
  readonly text: string
}

/** A list that forgets its oldest entries: holds the newest `capacity`, at most twice as many. */
export class Ring<T> {
  private entries: T[] = []

  constructor(private readonly capacity: number) {}

  add(entry: T): void {
    this.entries.push(entry)
    if (this.entries.length > 2 * this.capacity) this.entries = this.entries.slice(-this.capacity)
  }

  /** Oldest first. */
  list(): T[] {
    return this.entries.slice(-this.capacity)
  }
}

/** How many entries the exchange remembers over all connections. */
export const JOURNAL_CAPACITY = 20_000

export class Journal {
  private readonly ring = new Ring<Received>(JOURNAL_CAPACITY)
  private readonly arrivals$ = new Subject<Received>()
  /** Hot; completes when the exchange closes. */
  readonly commands$: Observable<Received> = this.arrivals$.asObservable()
  private readonly departures$ = new Subject<Sent>()
  /** Hot; completes when the exchange closes. */
  readonly sent$: Observable<Sent> = this.departures$.asObservable()
  /** The most messages that any one connection sent in any second. */
  busiest = 0

  add(entry: Received, inLastSecond: number): void {
    this.ring.add(entry)
    this.busiest = Math.max(this.busiest, inLastSecond)
    this.arrivals$.next(entry)
  }

  /** Tells of what is sent; costs nothing while nobody listens. */
  send(at: number, connection: number, text: string): void {
    if (this.departures$.observed) this.departures$.next({ at, connection, text })
  }

  list(): Received[] {
    return this.ring.list()
  }

  close(): void {
    this.arrivals$.complete()
    this.departures$.complete()
  }
}
