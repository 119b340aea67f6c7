/**
 * Passes everything that is observed to every invariant, and keeps the first violation with the
 * steps that led to it.
 */
import type { Book, ConnectionStatus, DebugEntry, Gap, MarketError, MarketEvent } from '../../src/index.js'
import type { Exchange, Received, Sent } from '../../src/simulator/index.js'
import type { RestStep, WireStep } from '../../src/testing/index.js'
import { Addresses } from '../invariants/addresses.js'
import { Closes } from '../invariants/closes.js'
import { Commands } from '../invariants/commands.js'
import { Backfill } from '../invariants/completeness/backfill.js'
import { BookRecovery } from '../invariants/completeness/book-recovery.js'
import { Books } from '../invariants/completeness/books.js'
import { GapEnds } from '../invariants/completeness/gap-ends.js'
import { Gaps } from '../invariants/completeness/gaps.js'
import { Requests } from '../invariants/completeness/requests.js'
import { Delivery } from '../invariants/delivery.js'
import { Heartbeat } from '../invariants/heartbeat.js'
import { Limits } from '../invariants/limits.js'
import { Merging } from '../invariants/merging.js'
import { Reconnection } from '../invariants/reconnection.js'
import { ReportedErrors } from '../invariants/reported-errors.js'
import { Rotations } from '../invariants/rotations.js'
import { Statuses } from '../invariants/statuses.js'
import { Subscriptions } from '../invariants/subscriptions.js'
import { Terminations } from '../invariants/terminations.js'
import { Transport } from '../invariants/transport.js'
import type { ClientOptions } from '../scenario/scenario.js'
import { streamOf } from '../scenario/stream-names.js'
import type { EngineBooks } from './engine-books.js'
import { type Invariant, InvariantViolation, type Violate } from './invariant.js'
import { ObservedState } from './observed-state.js'
import type { Subscriber } from './subscriber.js'
import { type DecodedFrame, Oracle } from './oracle.js'
import { Trace } from './trace.js'

export interface CheckerOptions extends ClientOptions {
  /** Converts decimals as the market does. */
  readonly decimal: (text: string) => unknown
  readonly exchange: Exchange
  /** The books of the exchange. */
  readonly engine: EngineBooks
  /** Of the wire, each way, milliseconds. */
  readonly latency: number
  /** The time that has passed, which nothing steps. */
  readonly now: () => number
  /** The time of the client's clock. */
  readonly clock: () => number
  /** Called once with the first violation, synchronously from whatever caused it. */
  readonly onViolation: (violation: InvariantViolation) => void
}

export class Checker {
  readonly #state = new ObservedState()
  readonly trace = new Trace()
  readonly #oracle: Oracle
  readonly #invariants: readonly Invariant[]
  /** Those that are notified of the most frequent events. */
  readonly #withIdle: readonly Invariant[]
  readonly #withEvent: readonly Invariant[]
  readonly #withMarketEvent: readonly Invariant[]
  readonly #withWireStep: readonly Invariant[]
  readonly #withSent: readonly Invariant[]
  readonly #withBook: readonly Invariant[]
  readonly #options: CheckerOptions
  violation: InvariantViolation | undefined

  constructor(options: CheckerOptions) {
    const state = this.#state
    const { exchange, latency, engine } = options
    this.#options = options
    this.#oracle = new Oracle(options.decimal, options.maxFrameBytes)
    this.#invariants = [
      create(violate => new Transport(state, exchange, latency, violate)),
      create(violate => new Delivery(state, violate)),
      // A connection that never has several sessions has nothing to merge.
      ...(options.rotation === false && options.mirror === 1
        ? []
        : [create(violate => new Merging(state, violate))]),
      create(violate => new Gaps(state, violate)),
      create(violate => new GapEnds(state, options, violate)),
      create(violate => new Backfill(state, options, violate)),
      create(violate => new Requests(state, options, violate)),
      create(violate => new Books(state, engine, violate)),
      create(violate => new BookRecovery(state, engine, violate)),
      create(violate => new Addresses(state, options, violate)),
      create(violate => new Statuses(state, options, violate)),
      create(violate => new Reconnection(state, options, violate)),
      create(violate => new Terminations(state, violate)),
      create(violate => new Closes(state, options, violate)),
      create(violate => new Rotations(state, options, violate)),
      create(violate => new Commands(state, options, violate)),
      create(violate => new ReportedErrors(state, options, violate)),
      create(violate => new Heartbeat(state, options, violate)),
      create(violate => new Subscriptions(state, exchange, options, violate)),
      create(violate => new Limits(violate)),
    ]
    const having = (method: keyof Invariant) => this.#invariants.filter(each => each[method] !== undefined)
    this.#withIdle = having('onIdle')
    this.#withEvent = having('onEvent')
    this.#withMarketEvent = having('onMarketEvent')
    this.#withWireStep = having('onWireStep')
    this.#withSent = having('onSent')
    this.#withBook = having('onBook')
  }

  /** Books that were live again in time, and late. */
  get recoveries(): { readonly inTime: number; readonly late: number } {
    return this.#state.recoveries
  }

  onWireStep(step: WireStep): void {
    // These come from the exchange, on their own; what the client does may be within other work.
    if (step.type === 'frame' || step.type === 'open' || step.type === 'closed') this.onIdle()
    this.#guard(() => {
      const state = this.#state
      this.trace.addStep(step)
      state.clock = this.#options.clock()
      state.apply(step)
      const decoded = step.type === 'frame' ? this.#oracle.decode(step.text, state.clock) : undefined
      if (decoded?.type === 'event') this.#addArrival(step, decoded)
      for (const invariant of this.#withWireStep) invariant.onWireStep?.(step, decoded)
      if (step.type === 'closed') state.remove(step.socket)
      if (decoded?.type === 'reply' && decoded.reply.id !== undefined) {
        state.applyReply(state.socket(step.socket), decoded.reply.id, decoded.reply.result)
      }
      if (decoded?.type === 'event') state.socket(step.socket).frames.set(decoded.stream, step.at)
    })
  }

  /** The client reports to the option `debug`. */
  onDebug(entry: DebugEntry): void {
    if (entry.type === 'socket' && entry.event === 'opening') this.#state.opening = entry.connection
  }

  onRestStep(step: RestStep): void {
    // As with the wire: a response comes on its own.
    if (step.type === 'response') this.onIdle()
    this.#note(describeRest(step))
    this.#notify(invariant => invariant.onRestStep?.(step))
  }

  onMarketGap(gap: Gap): void {
    this.#note(
      `gaps$ ${gap.state}: ${gap.id} of ${streamOf(gap.channel)}, ${gap.after}–${gap.before}, ${gap.cause}`,
    )
    this.#notify(invariant => invariant.onMarketGap?.(gap))
  }

  /** The synchronous work that the last step caused is complete. */
  onIdle(): void {
    this.#notify(invariant => invariant.onIdle?.(), this.#withIdle)
  }

  onStatus(status: ConnectionStatus): void {
    this.trace.addStatus(status, this.#options.now())
    this.#notify(invariant => invariant.onStatus?.(status))
  }

  onReplayedStatuses(statuses: readonly ConnectionStatus[]): void {
    this.#notify(invariant => invariant.onReplayedStatuses?.(statuses))
  }

  onError(error: MarketError): void {
    this.#note(`errors$ ${error.code}: ${error.message}`)
    this.#notify(invariant => invariant.onError?.(error))
  }

  onMarketEvent(event: MarketEvent<unknown>): void {
    this.#notify(invariant => invariant.onMarketEvent?.(event), this.#withMarketEvent)
  }

  onSubscribe(subscriber: Subscriber): void {
    this.#note(`${subscriber.name} subscribes to ${[...subscriber.streams].join(', ')}`)
    this.#notify(invariant => invariant.onSubscribe?.(subscriber))
    this.#state.addSubscriber(subscriber)
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#note(`${subscriber.name} unsubscribes`)
    this.#state.removeSubscriber(subscriber)
    this.#notify(invariant => invariant.onUnsubscribe?.(subscriber))
  }

  onUnsubscribed(subscriber: Subscriber): void {
    this.#notify(invariant => invariant.onUnsubscribed?.(subscriber))
  }

  onItem(subscriber: Subscriber, item: MarketEvent<unknown> | Gap | Book<unknown>): void {
    if (item.type === 'book') this.#notify(invariant => invariant.onBook?.(subscriber, item), this.#withBook)
    else if (item.type === 'gap') this.#notify(invariant => invariant.onGap?.(subscriber, item))
    else this.#notify(invariant => invariant.onEvent?.(subscriber, item), this.#withEvent)
  }

  onTerminate(subscriber: Subscriber, error: unknown): void {
    const how = error instanceof Error ? `errors: ${error.message}` : 'completes'
    this.#note(`${subscriber.name} ${how}`)
    this.#state.removeSubscriber(subscriber)
    this.#notify(invariant => invariant.onTerminate?.(subscriber, error))
  }

  onReceived(message: Received): void {
    this.#notify(invariant => invariant.onReceived?.(message))
  }

  onSent(message: Sent): void {
    this.#notify(invariant => invariant.onSent?.(message), this.#withSent)
  }

  onClosing(): void {
    this.#note('market.close() is called')
    this.#state.isMarketClosed = true
    this.#notify(invariant => invariant.onClosing?.())
  }

  onStatusesComplete(): void {
    this.#notify(invariant => invariant.onStatusesComplete?.())
  }

  onClockStep(duration: number): void {
    this.#note(`the client's clock is stepped by ${duration} ms`)
    this.#notify(() => undefined)
    this.#state.stepClock(duration)
  }

  onStall(duration: number): void {
    this.#note(`the client stalls for ${duration} ms`)
    this.#notify(() => undefined)
    this.#state.stall(duration)
  }

  onQuiescent(): void {
    this.#note('the system should be quiescent')
    this.onIdle()
    this.#notify(invariant => invariant.onQuiescent?.())
  }

  onClosed(): void {
    this.onIdle()
    this.#notify(invariant => invariant.onClosed?.())
  }

  #addArrival(step: WireStep, { stream, event }: Extract<DecodedFrame, { type: 'event' }>): void {
    this.#state.arrivals.last = undefined
    if (!('socket' in step) || event === undefined) return
    this.#state.applyEvent(this.#state.socket(step.socket), stream, event)
  }

  #note(text: string): void {
    this.trace.add(this.#options.now(), text)
  }

  #notify(notify: (invariant: Invariant) => void, invariants = this.#invariants): void {
    this.#guard(() => {
      this.#state.now = this.#options.now()
      this.#state.clock = this.#options.clock()
      for (const invariant of invariants) notify(invariant)
    })
  }

  #guard(work: () => void): void {
    if (this.violation !== undefined) return
    try {
      work()
    } catch (error) {
      // A violation ends the run; any other error is a defect of an invariant.
      if (!(error instanceof InvariantViolation)) throw error
      this.violation = error
      this.trace.end(this.#options.now(), `✗ ${error.message}`)
      this.#options.onViolation(error)
    }
  }
}

/** Makes an invariant that reports violations under its own name. */
function create(make: (violate: Violate) => Invariant): Invariant {
  const invariant: Invariant = make(what => {
    throw new InvariantViolation(invariant.name, what)
  })
  return invariant
}

function describeRest(step: RestStep): string {
  const what =
    step.type === 'request' ? step.url : step.type === 'response' ? String(step.response.status) : ''
  return `request ${step.request} ${step.type} ${what}`
}
