/**
 * The order in which a stream's events may be delivered, written down independently of the client's
 * rules.
 */
import { timeOf } from './between.js'
import { isRestarted } from './engine-books.js'
import type { Fields } from './payloads.js'

/**
 * The fields that order the events of a kind, the most significant first. Other kinds are ordered
 * by their event time.
 */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  trade: ['tradeId'],
  blockTrade: ['tradeId'],
  aggTrade: ['aggregateTradeId'],
  depthDiff: ['lastUpdateId'],
  bookTicker: ['updateId'],
  depth: ['lastUpdateId'],
  kline: ['openTime', 'isClosed', 'tradeCount'],
  referencePrice: ['validAt'],
}
/** Kinds whose ids show whether they are of before a restart. */
const NUMBERED = ['trade', 'aggTrade', 'depthDiff', 'bookTicker', 'depth']

/**
 * Of events whose times do not show that ids began again, each newer than the one before, so many
 * may be dropped. Source: docs/reliability.md, Gaps.
 */
const MAX_DROPPED = 10

interface Newest {
  readonly position: readonly number[]
  readonly event: Fields
}

/** Events after a restart that may be dropped. */
interface Doubtful {
  readonly position: readonly number[]
  readonly count: number
}

export class EventOrder {
  /** The newest event that has arrived, by stream and connection. */
  readonly #newest = new Map<string, Newest>()
  readonly #doubtful = new Map<string, Doubtful>()
  /** The socket of the last event that has arrived. */
  readonly #sockets = new Map<string, number>()

  /**
   * Notes an event that arrives. Returns whether one as new, or newer, has arrived on its stream:
   * the client may drop it then.
   */
  arrive(stream: string, event: Fields, socket: number): boolean {
    const position = positionOf(event)
    const newest = this.#newest.get(stream)
    const isOtherSocket = socket !== this.#sockets.get(stream)
    this.#sockets.set(stream, socket)
    if (newest !== undefined) {
      if (hasRestarted(event, position, newest.position)) {
        const isClear = isOtherSocket || timeOf(event) > timeOf(newest.event)
        if (!isClear && this.#isDoubtful(stream, position)) return true
      } else if (compare(position, newest.position) <= 0) return true
    }
    this.#doubtful.delete(stream)
    this.#newest.set(stream, { position, event })
    return false
  }

  #isDoubtful(stream: string, position: readonly number[]): boolean {
    const last = this.#doubtful.get(stream)
    const isNext = last !== undefined && compare(position, last.position) > 0
    const count = isNext ? last.count + 1 : 1
    this.#doubtful.set(stream, { position, count })
    return count <= MAX_DROPPED
  }
}

/** Whether the exchange restarted between two events, as their ids show. */
const hasRestarted = (
  event: Fields,
  [id = NaN]: readonly number[],
  [newest = NaN]: readonly number[],
): boolean =>
  id < newest && NUMBERED.includes(String(event['type'])) && isRestarted(id) && !isRestarted(newest)

/** The fields that order an event, most significant first. */
export function positionOf(event: Fields): readonly number[] {
  const fields = POSITIONS[String(event['type'])]
  if (fields !== undefined) return fields.map(field => Number(event[field]))
  const { tickers, eventTime } = event
  if (!Array.isArray(tickers)) return [Number(eventTime)]
  return [Math.max(...(tickers as readonly Fields[]).map(each => Number(each['eventTime'])))]
}

/** Negative where a position is before another one, 0 where it is the same. */
export function compare(position: readonly number[], other: readonly number[]): number {
  const index = position.findIndex((value, at) => value !== other[at])
  return index < 0 ? 0 : (position[index] ?? 0) - (other[index] ?? 0)
}
