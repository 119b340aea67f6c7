/**
 * Requests: no more weight in a minute than the exchange allows, none while it demands to wait,
 * none over and over, none that is left when the market has closed. Each that fails is reported
 * once.
 */
import { type BackfillLimits, type Gap, isMarketError, type MarketError } from '../../../src/index.js'
import type { RestStep, WireStep } from '../../../src/testing/index.js'
import { type AskedFor, askedFor, streamAskedFor } from '../../checker/requests/answers.js'
import { idsOf } from '../../checker/between.js'
import type { Invariant, Violate } from '../../checker/invariant.js'
import type { DecodedFrame } from '../../checker/oracle.js'
import type { ObservedState } from '../../checker/observed-state.js'
import type { Subscriber } from '../../checker/subscriber.js'
import { streamOf } from '../../scenario/stream-names.js'
import { limitsOf } from './limits-of.js'

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

/** A request that ended after the time at which it would have timed out, as the client stalled. */
interface Overdue {
  readonly stream: string
  readonly timeoutAt: number
  readonly at: number
}

/** The request of a snapshot that ended overdue, as the client stalled. */
interface OverdueSnapshot {
  readonly symbol: string
  readonly at: number
}

export class Requests implements Invariant {
  readonly name = 'requests'
  readonly #state: ObservedState
  readonly #limits: Required<BackfillLimits>
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
  /** Requests that have ended at this instant, and gaps that were not filled in time. */
  #overdue: readonly Overdue[] = []
  #unfilled: readonly { readonly gap: Gap; readonly at: number }[] = []
  /** Snapshots whose requests have ended at this instant. */
  #overdueSnapshots: readonly OverdueSnapshot[] = []
  /** When the last diff of each symbol arrived, or was found to have a gap before it. */
  readonly #diffAt = new Map<string, number>()

  constructor(
    state: ObservedState,
    { backfill }: { readonly backfill: Required<BackfillLimits> | false },
    violate: Violate,
  ) {
    this.#state = state
    this.#limits = limitsOf(backfill)
    this.#violate = violate
  }

  onWireStep(_step: WireStep, decoded: DecodedFrame | undefined): void {
    if (decoded?.type !== 'event' || decoded.event?.['type'] !== 'depthDiff') return
    this.#diffAt.set(decoded.stream.slice(0, decoded.stream.indexOf('@')).toUpperCase(), this.#state.now)
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
    const hasTimedOut = step.type === 'cancel' && duration >= TIMEOUT
    if (isFailure || hasTimedOut || duration >= LATE) this.#state.requestTroubleAt = step.at
    if (isFailure || hasTimedOut) {
      this.#failures++
      this.#failedAt = step.at
    }
    if (hasTimedOut) this.#noteOverdue(request, step.at)
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
    const { now } = this.#state
    // A merger may have held the diff back.
    if (gap.state === 'open' && gap.channel.kind === 'depthDiff') this.#diffAt.set(gap.channel.symbol, now)
    if (gap.state === 'open' || gap.cause !== 'backfillFailed') return
    this.#unfilled = [...this.#unfilled.filter(({ at }) => at === now), { gap, at: now }]
    this.#excuseOverdue()
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#onLeave(subscriber)
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

  #noteOverdue({ url, at }: Request, now: number): void {
    // Without a stall, what ends a request before its timeout does so in time, at the latest at the
    // same instant.
    if (this.#state.latenessSince(at) === 0 && now > at + TIMEOUT) return
    const asked = askedFor(url)
    if (asked.route === 'depth')
      this.#overdueSnapshots = [...since(now, this.#overdueSnapshots), { symbol: symbolOf(asked), at: now }]
    const stream = streamAskedFor(asked)
    if (stream === undefined) return
    const overdue = { stream, timeoutAt: at + TIMEOUT, at: now }
    this.#overdue = [...this.#overdue.filter(each => each.at === now), overdue]
    this.#excuseOverdue()
  }

  /**
   * A request has not timed out where the wait for its answer was over before, though the client
   * stalled until both were overdue: the gap of its stream ends at the same instant.
   */
  #excuseOverdue(): void {
    const { now } = this.#state
    for (const overdue of this.#overdue) {
      const ended = this.#unfilled.find(({ gap, at }) => at === now && this.#isOverBefore(gap, overdue))
      if (ended === undefined || overdue.at !== now || this.#failures === 0) continue
      this.#failures--
      this.#overdue = this.#overdue.filter(each => each !== overdue)
      this.#unfilled = this.#unfilled.filter(each => each !== ended)
    }
  }

  /**
   * Nor has the request of a snapshot timed out where a diff was read first, which is the first one
   * or shows that updates are missing, so that another snapshot is requested in its place at once:
   * after a timeout it would be later.
   */
  #excuseReplaced(asked: AskedFor, now: number): void {
    const symbol = symbolOf(asked)
    const replaced = this.#overdueSnapshots.find(each => each.symbol === symbol && each.at === now)
    if (asked.route !== 'depth' || replaced === undefined || this.#diffAt.get(symbol) !== now) return
    this.#overdueSnapshots = this.#overdueSnapshots.filter(each => each !== replaced)
    if (this.#failures > 0) this.#failures--
  }

  /** Whether the event after a gap had waited as long as it may, when a request would time out. */
  #isOverBefore(gap: Gap, { stream, timeoutAt }: Overdue): boolean {
    if (streamOf(gap.channel) !== stream) return false
    const { arrivals, subscribers } = this.#state
    return [...subscribers]
      .flatMap(({ connections }) => arrivals.of(stream, connections.get(stream) ?? NaN))
      .some(({ event, at }) => idsOf(event)?.first === gap.before && at + this.#limits.maxDelay <= timeoutAt)
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
    this.#excuseReplaced(asked, at)
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

const symbolOf = ({ query }: AskedFor): string => query.get('symbol') ?? ''

/** Those of this instant. */
const since = (now: number, steps: readonly OverdueSnapshot[]): OverdueSnapshot[] =>
  steps.filter(({ at }) => at === now)

function weightOf({ route, query }: AskedFor): number {
  if (route !== 'depth') return WEIGHTS[route] ?? 20
  const limit = Number(query.get('limit') ?? 100)
  return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250
}
