/**
 * The order in which a stream's events may be delivered, written down independently of the client's
 * rules.
 */
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

export class EventOrder {
  /** The newest event that has arrived, by stream and connection. */
  readonly #newest = new Map<string, readonly number[]>()

  /**
   * Notes an event that arrives. Returns whether one as new, or newer, has arrived on its stream:
   * the client may drop it then.
   */
  arrive(stream: string, event: Fields): boolean {
    const position = positionOf(event)
    const newest = this.#newest.get(stream)
    if (newest !== undefined && compare(position, newest) <= 0) return true
    this.#newest.set(stream, position)
    return false
  }
}

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
