/** Reads a response: the answer of a query, or the error that it means. */
import type { SchedulerLike } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import { parseRetryAfter } from '../clock/retry-after.js'
import type { Numeric } from '../codec/types/decimal.js'
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import type { MarketError } from '../validation/market-error.js'
import type { AnswerOf, Query } from '../model/query.js'
import { RequestAttemptError, RequestRejectedError } from '../model/errors/request-errors.js'
import type { HttpResponse, TimeUnit } from '../options.js'
import { isRecord } from '../validation/check.js'
import { printValue } from '../validation/print-value.js'
import type { RestProtocol } from '../venues/rest-protocol.js'
import { MAX_BODY_BYTES, tooLarge } from './body-limit.js'
import type { RequestQueue } from './request-queue.js'

/** The wait after 429 and 418 without `Retry-After`: the minute of the exchange's weight limit. */
const DEFAULT_BLOCK = 60_000

interface ReadContext<N> {
  readonly protocol: RestProtocol
  readonly numeric: Numeric<N>
  readonly timeUnit: TimeUnit
  readonly scheduler: SchedulerLike
  readonly queue: RequestQueue
  /** When the request was sent: epoch milliseconds, and on the monotonic clock. */
  readonly askedAt: number
  readonly askedAtMonotonic: number
  readonly onError: (error: MarketError) => void
}

/**
 * Returns the answer, or throws what the response means; the queue learns what it states about
 * limits.
 */
export function readResponse<Q extends Query, N>(
  query: Q,
  response: HttpResponse,
  context: ReadContext<N>,
): AnswerOf<Q, N> {
  checkResponse(response)
  const { protocol, queue, scheduler, onError } = context
  const { status, body } = response
  const header = headerReader(response.headers)
  const usedWeight = Number(header(protocol.weightHeader))
  if (Number.isSafeInteger(usedWeight)) queue.correct(usedWeight)
  const receivedAt = scheduler.now()
  if (body.length > MAX_BODY_BYTES) throw tooLarge()
  if (status >= 200 && status < 300) {
    const asOf = askedAtByExchange(header('date'), context)
    return protocol.decode(query, body, { ...context, asOf, receivedAt, onInvalidElement: onError })
  }
  const { reason, detail, isTemporary } = protocol.parseFailure(status, body)
  if (!isTemporary) throw new RequestRejectedError(query, status, reason, detail)
  const stated = parseRetryAfter(header('retry-after'), header('date'), receivedAt)
  const retryAfter = stated ?? (status === 429 || status === 418 ? DEFAULT_BLOCK : undefined)
  if (retryAfter !== undefined) queue.block(retryAfter)
  throw new RequestAttemptError(query, status, detail, retryAfter)
}

/**
 * When the request was sent, by the exchange's clock: no later than the time that its response
 * states, less what passed since. Ours, which may be wrong, where it states none.
 */
function askedAtByExchange(
  date: string | undefined,
  {
    scheduler,
    askedAt,
    askedAtMonotonic,
  }: Pick<ReadContext<unknown>, 'scheduler' | 'askedAt' | 'askedAtMonotonic'>,
): number {
  const statedAt = Date.parse(date ?? '')
  return Number.isNaN(statedAt) ? askedAt : statedAt - (monotonicNow(scheduler) - askedAtMonotonic)
}

/** Header names are in any case where `request` is the user's. */
function headerReader(headers: HttpResponse['headers']): (name: string) => string | undefined {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return name => {
    const value = byName.get(name)
    return value === undefined ? undefined : String(value)
  }
}

function checkResponse(response: unknown): asserts response is HttpResponse {
  if (
    isRecord(response) &&
    Number.isInteger(response['status']) &&
    isRecord(response['headers']) &&
    typeof response['body'] === 'string'
  )
    return
  throw new InvalidOptionError(
    'request',
    `should emit { status, headers, body }, a number, an object and a string, got ${printValue(response)}`,
  )
}
