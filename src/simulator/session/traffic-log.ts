/** Records the traffic of all connections: the newest messages of clients, and streams of both directions. */
import { type Observable, Subject } from 'rxjs'
import { RecentList } from './recent-list.js'

/** Something that a client sent. */
export interface Received {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** The connection's id. */
  readonly connection: number
  readonly kind: 'message' | 'ping' | 'pong'
  /** The control message, or the payload of the ping or pong. */
  readonly text: string
}

/** A message that the exchange sent: an event, a reply or an announcement. */
export interface Sent {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** The connection's id. */
  readonly connection: number
  /** The whole frame. */
  readonly text: string
}

/** Entries that are remembered over all connections. */
const CAPACITY = 20_000

export class TrafficLog {
  readonly #recent = new RecentList<Received>(CAPACITY)
  readonly #inbound$ = new Subject<Received>()
  readonly #outbound$ = new Subject<Sent>()
  /** Hot; completes when the exchange closes. */
  readonly inbound$: Observable<Received> = this.#inbound$.asObservable()
  /** Hot; completes when the exchange closes. */
  readonly outbound$: Observable<Sent> = this.#outbound$.asObservable()
  /** The most messages that a connection sent in any second. */
  maxPerSecond = 0

  addReceived(entry: Received, inLastSecond: number): void {
    this.#recent.append(entry)
    this.maxPerSecond = Math.max(this.maxPerSecond, inLastSecond)
    this.#inbound$.next(entry)
  }

  /** Costs nothing while `outbound$` has no subscriber. */
  addSent(at: number, connection: number, text: string): void {
    if (this.#outbound$.observed) this.#outbound$.next({ at, connection, text })
  }

  /** The newest messages of clients, oldest first. */
  list(): Received[] {
    return this.#recent.list()
  }

  close(): void {
    this.#inbound$.complete()
    this.#outbound$.complete()
  }
}
