/** A law: something that must be so whatever happens. Told of each thing as it happens; says when it is broken. */
import type { ConnectionStatus, MarketError, MarketEvent } from '../src/index.js'
import type { Received, Sent } from '../src/simulator/index.js'
import type { WireStep } from '../src/testing/index.js'
import type { Subscriber } from './scene.js'
import type { Meaning } from './truth.js'

export interface Law {
  /** In a word, for messages. */
  readonly name: string
  /** A step on the wire, before the client gets to know of it; frames with what they mean. */
  step?(step: WireStep, meaning: Meaning | undefined): void
  /** Everything that a step or a subscriber set off is over. */
  settled?(): void
  status?(status: ConnectionStatus): void
  /** What somebody who subscribes to `connection$` now gets first. */
  present?(statuses: readonly ConnectionStatus[]): void
  error?(error: MarketError): void
  /** Something on `events$`. */
  anyEvent?(event: MarketEvent<unknown>): void
  /** A subscriber is about to subscribe. */
  joining?(subscriber: Subscriber): void
  /** A subscriber is about to leave. */
  leaving?(subscriber: Subscriber): void
  event?(subscriber: Subscriber, event: MarketEvent<unknown>): void
  /** A subscriber's observable has ended: with an error, or complete. */
  ended?(subscriber: Subscriber, error: unknown): void
  /** The exchange has received something: a message, or a pong. */
  received?(message: Received): void
  /** The exchange has sent something. */
  sent?(message: Sent): void
  /** `market.close()` was called. */
  closing?(): void
  /** The lives of the connections have completed. */
  livesCompleted?(): void
  /** Faults have ended, and all has had the time to settle. */
  calm?(): void
  /** The market was closed at last, whoever did it, and that was some minutes ago. */
  over?(): void
}

/** A law was broken. */
export class LawBroken extends Error {
  readonly code = 'LAW_BROKEN'

  constructor(
    readonly law: string,
    readonly what: string,
  ) {
    super(`${law}: ${what}`)
    this.name = 'LawBroken'
  }
}

/** For a law to say that it is broken. */
export type Broken = (what: string) => never
