/**
 * Records the traffic of all connections: the newest messages of clients, and streams of both
 * directions.
 */
import { type Observable, Subject } from 'rxjs'

/** Something that a client sent. */
export interface Received {
  /** Exchange time, epoch ms. */
  readonly at: number
  /** The connection's id. */
  readonly connection: number
  readonly kind: 'message' | 'ping' | 'pong'
  /**
   * The control message (its beginning, beyond `limits.frameBytes`), or the payload of the ping or
   * pong.
   */
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

/** Entries that are remembered over all connections, and the most characters in them. */
const CAPACITY = 20_000
const MAX_LENGTH = 16 * 2 ** 20
/** Entries of a connection that are returned. */
const CONNECTION_CAPACITY = 2_000

export class TrafficLog {
  #entries: Received[] = []
  /** Entries at the beginning that are forgotten already. */
  #forgotten = 0
  /** Characters of the remembered entries. */
  #length = 0
  readonly #inbound$ = new Subject<Received>()
  readonly #outbound$ = new Subject<Sent>()
  /** Hot; completes when the exchange closes. */
  readonly inbound$: Observable<Received> = this.#inbound$.asObservable()
  /** Hot; completes when the exchange closes. */
  readonly outbound$: Observable<Sent> = this.#outbound$.asObservable()
  /** The most messages that a connection sent in any second. */
  maxPerSecond = 0

  addReceived(entry: Received, inLastSecond: number): void {
    this.#entries.push(entry)
    this.#length += entry.text.length
    this.#forget()
    this.maxPerSecond = Math.max(this.maxPerSecond, inLastSecond)
    this.#inbound$.next(entry)
  }

  /** Costs nothing while `outbound$` has no subscriber. */
  addSent(at: number, connection: number, text: string): void {
    if (this.#outbound$.observed) this.#outbound$.next({ at, connection, text })
  }

  /** The newest messages of clients, oldest first. */
  list(): Received[] {
    return this.#entries.slice(this.#forgotten)
  }

  /** Those of one connection, at most 2,000. */
  listOf(connection: number): Received[] {
    return this.list()
      .filter(entry => entry.connection === connection)
      .slice(-CONNECTION_CAPACITY)
  }

  close(): void {
    this.#inbound$.complete()
    this.#outbound$.complete()
  }

  #forget(): void {
    while (this.#entries.length - this.#forgotten > CAPACITY || this.#length > MAX_LENGTH) {
      this.#length -= this.#entries[this.#forgotten]?.text.length ?? 0
      this.#forgotten++
    }
    // Not at every entry: the list would be copied once for each.
    if (this.#forgotten < CAPACITY && this.#forgotten < this.#entries.length / 2) return
    this.#entries = this.#entries.slice(this.#forgotten)
    this.#forgotten = 0
  }
}
