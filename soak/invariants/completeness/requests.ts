/**
 * Requests: no more weight in a minute than the exchange allows, none while it demands to wait,
 * none over and over, none that is left when the market has closed. Each that fails is reported
 * once.
 */
import {
  type BackfillLimits,
  type Gap,
  isMarketError,
  type MarketError,
  type MarketEvent,
} from '../../../src/index.js'
import type { RestStep, WireStep } from '../../../src/testing/index.js'
import { type AskedFor, askedFor, streamAskedFor } from '../../checker/requests/answers.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import type { DecodedFrame } from '../../checker/oracle.js'
import type { ObservedState } from '../../checker/observed-state.js'
import type { Subscriber } from '../../checker/subscriber.js'
import { limitsOf } from './limits-of.js'
import { OverdueRequests } from './overdue-requests.js'

const MINUTE = 60_000
const MAX_WEIGHT = 6_000
/** The same request within a second: more would be a loop. */
const MAX_REPEATS = 10
/** Milliseconds after which a client gives a request up, and after which an answer is late. */
const TIMEOUT = 15_000
const LATE = 2_000

/** Source: rest-api.md, "Market Data endpoints". */
const WEIGHTS: Readonly<Record<string, number>> = {
  historicalTrades: 25,
  trades: 25,
  aggTrades: 4,
  klines: 2,
}

interface Request {
  readonly url: string
  readonly at: number
  readonly weight: number
}

export class Requests implements Invariant {
  readonly name = 'requests'
  readonly #state: ObservedState
  readonly #overdue: OverdueRequests
  readonly #violate: Violate
  readonly #active = new Map<number, Request>()
  /** Of the last minute. */
  #recent: Request[] = []
  #waitUntil = -Infinity
  /** Failures that have not been reported, and when the last one was. */
  #failures = 0
  #failedAt = -Infinity
  /** Failures at the instant in which a subscriber left: it may have been the one that asked. */
  #abandoned = 0
  /** Subscribers that are unsubscribing now: one may cause another to. */
  #unsubscribing = 0

  constructor(
    state: ObservedState,
    { backfill }: { readonly backfill: Required<BackfillLimits> | false },
    violate: Violate,
  ) {
    this.#state = state
    this.#overdue = new OverdueRequests(state, limitsOf(backfill))
    this.#violate = violate
  }

  onWireStep(_step: WireStep, decoded: DecodedFrame | undefined): void {
    if (decoded?.type !== 'event' || decoded.event?.['type'] !== 'depthDiff') return
    this.#overdue.onDiff(decoded.stream.slice(0, decoded.stream.indexOf('@')).toUpperCase())
  }

  onRestStep(step: RestStep): void {
    if (step.type === 'request') return this.#onRequest(step)
    const request = this.#active.get(step.request)
    this.#active.delete(step.request)
    this.#state.requests.end(step.request, step.at)
    this.#noteOldest()
    if (request === undefined) return
    const duration = step.at - request.at
    if (step.type === 'cancel') this.#state.requestCancelled = { at: step.at, after: duration }
    const isFailure = step.type === 'response' && step.response.status !== 200
    const hasTimedOut =
      step.type === 'cancel' && duration >= TIMEOUT && !this.#isLeftInTime(request.at + TIMEOUT)
    if (isFailure || hasTimedOut || duration >= LATE) this.#state.requestTroubleAt = step.at
    if (isFailure || hasTimedOut) {
      this.#failures++
      this.#failedAt = step.at
    }
    if (hasTimedOut) this.#excuse(this.#overdue.onEnd(request, request.at + TIMEOUT))
    if (step.type !== 'response' || !isFailure) return
    const retryAfter = Object.entries(step.response.headers).find(([name]) =>
      /^retry-after$/i.test(name),
    )?.[1]
    if (retryAfter !== undefined)
      this.#waitUntil = Math.max(this.#waitUntil, step.at + 1_000 * Number(retryAfter))
  }

  onError(error: MarketError): void {
    const isFailure = isMarketError(error, 'REQUEST_ATTEMPT_FAILED') || isMarketError(error, 'REQUEST_FAILED')
    if (!isFailure) return
    if (this.#failures > 0) this.#failures--
    else if (this.#abandoned > 0) this.#abandoned--
    else this.#violate(`errors$ reports a failure of a request that has not failed: ${error.message}`)
  }

  onMarketGap(gap: Gap): void {
    const { channel, state, cause } = gap
    // A merger may have held the diff back.
    if (state === 'open' && channel.kind === 'depthDiff') this.#overdue.onDiff(channel.symbol)
    if (state !== 'open' && cause === 'backfillFailed') this.#excuse(this.#overdue.onUnfilled(gap))
  }

  onSubscribe(subscriber: Subscriber): void {
    this.#overdue.onSubscribe(subscriber)
  }

  onEvent(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    this.#overdue.onEvent(subscriber, event)
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#unsubscribing++
    this.#onLeave(subscriber)
  }

  onUnsubscribed(): void {
    this.#unsubscribing--
  }

  onTerminate(subscriber: Subscriber): void {
    this.#onLeave(subscriber)
  }

  onClosed(): void {
    for (const { url } of this.#active.values()) this.#violate(`${url} is still requested after close()`)
  }

  onIdle(): void {
    const { now } = this.#state
    if (now > this.#failedAt) this.#abandoned = 0
    if (this.#failures > 0 && now > this.#failedAt + this.#state.latenessSince(this.#failedAt))
      this.#violate(`errors$ has not reported ${this.#failures} requests that failed`)
  }

  /** A failure is delivered a turn later, and not to a subscriber that has left by then. */
  #onLeave({ completion, isBook = false }: Subscriber): void {
    if ((completion === undefined && !isBook) || this.#failedAt !== this.#state.now) return
    this.#abandoned += this.#failures
    this.#failures = 0
  }

  /**
   * Whether a request ends as its subscriber leaves, before its timeout could be noticed: the
   * client stalled until both were due, or both are due at this instant.
   */
  #isLeftInTime(timeoutAt: number): boolean {
    return this.#unsubscribing > 0 && this.#state.now <= timeoutAt + this.#state.latenessSince(timeoutAt)
  }

  /** So many requests have ended for another reason. */
  #excuse(count: number): void {
    this.#failures = Math.max(0, this.#failures - count)
  }

  #noteOldest(): void {
    const [oldest] = this.#active.values()
    this.#state.oldestRequestAt = oldest?.at ?? Infinity
  }

  #onRequest({ request, url, at }: Extract<RestStep, { type: 'request' }>): void {
    if (this.#state.isMarketClosed) this.#violate(`${url} is requested after close()`)
    if (at < this.#waitUntil)
      this.#violate(`${url} is requested ${this.#waitUntil - at} ms too early: retry-after`)
    const asked = askedFor(url)
    this.#excuse(this.#overdue.onRequest(asked))
    const sent = { url, at, weight: weightOf(asked) }
    this.#active.set(request, sent)
    this.#state.requests.begin(request, streamAskedFor(asked), at)
    this.#noteOldest()
    this.#recent = [...this.#recent.filter(each => each.at > at - MINUTE), sent]
    const weight = this.#recent.reduce((sum, each) => sum + each.weight, 0)
    if (weight > MAX_WEIGHT) this.#violate(`${weight} of request weight are used within a minute`)
    const repeats = this.#recent.filter(each => each.url === url && each.at > at - 1_000).length
    if (repeats > MAX_REPEATS) this.#violate(`${url} is requested ${repeats} times within a second`)
  }
}

function weightOf({ route, query }: AskedFor): number {
  if (route !== 'depth') return WEIGHTS[route] ?? 20
  const limit = Number(query.get('limit') ?? 100)
  return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250
}
