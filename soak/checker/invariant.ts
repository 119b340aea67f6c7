/**
 * An invariant: what must hold whatever happens. It is notified of each event, and reports a
 * violation.
 */
import type { Book, ConnectionStatus, Gap, MarketError, MarketEvent } from '../../src/index.js'
import type { Received, Sent } from '../../src/simulator/index.js'
import type { RestStep, WireStep } from '../../src/testing/index.js'
import type { Subscriber } from './subscriber.js'
import type { DecodedFrame } from './oracle.js'

export interface Invariant {
  /** A word or two, for messages. */
  readonly name: string
  /** A step on the wire, before the client processes it; of a frame also what it decodes to. */
  onWireStep?(step: WireStep, decoded: DecodedFrame | undefined): void
  /** A step of a REST request, before the client processes it. */
  onRestStep?(step: RestStep): void
  /** The synchronous work that a step or a subscriber caused is complete. */
  onIdle?(): void
  onStatus?(status: ConnectionStatus): void
  /** The statuses that a new subscriber of `connection$` receives first. */
  onReplayedStatuses?(statuses: readonly ConnectionStatus[]): void
  onError?(error: MarketError): void
  /** An event on `events$`. */
  onMarketEvent?(event: MarketEvent<unknown>): void
  /** A gap on `gaps$`. */
  onMarketGap?(gap: Gap): void
  /** A subscriber is about to subscribe. */
  onSubscribe?(subscriber: Subscriber): void
  /** A subscriber is about to unsubscribe. */
  onUnsubscribe?(subscriber: Subscriber): void
  /** A subscriber has unsubscribed, with the synchronous work that this caused. */
  onUnsubscribed?(subscriber: Subscriber): void
  onEvent?(subscriber: Subscriber, event: MarketEvent<unknown>): void
  /** A local order book. */
  onBook?(subscriber: Subscriber, book: Book<unknown>): void
  /** A gap in the stream of a subscriber. */
  onGap?(subscriber: Subscriber, gap: Gap): void
  /** A subscriber's observable has errored, or completed when there is no error. */
  onTerminate?(subscriber: Subscriber, error: unknown): void
  /** The exchange has received a message or a pong. */
  onReceived?(message: Received): void
  /** The exchange has sent a message. */
  onSent?(message: Sent): void
  /** `market.close()` was called. */
  onClosing?(): void
  /** `connection$` has completed. */
  onStatusesComplete?(): void
  /** All faults are over and the system is quiescent. */
  onQuiescent?(): void
  /** The market was closed, some minutes ago. */
  onClosed?(): void
}

/** An invariant does not hold. */
export class InvariantViolation extends Error {
  readonly code = 'INVARIANT_VIOLATED'

  constructor(
    readonly invariant: string,
    readonly what: string,
  ) {
    super(`${invariant}: ${what}`)
    this.name = 'InvariantViolation'
  }
}

/** Reports that an invariant does not hold. */
export type Violate = (what: string) => never
