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
/**
 * Milliseconds for which a session that began beside others may repeat what they have delivered:
 * lower ids on it may be dropped.
 */
const MAX_LAG = 10_000

/** Where an event arrives. */
export interface Place {
  readonly socket: number
  readonly at: number
  /** Whether the socket opened while the connection had another one. */
  readonly isBeside: boolean
  /** The sockets that the connection has now. */
  readonly sockets: () => readonly number[]
}

interface Delivered {
  readonly event: Fields
  /** The events of the stream and connection that have arrived after it. */
  readonly laterEvents: () => readonly Fields[]
  /** Whether its socket is the only one of its connection. */
  readonly isAlone: boolean
}

interface Newest {
  readonly position: readonly number[]
  readonly event: Fields
}

/** Events of a socket after a restart that may be dropped. */
interface Doubtful {
  readonly position: readonly number[]
  readonly count: number
  readonly since: number
  /** The sockets of the connection: a client that merges others counts anew. */
  readonly sockets: string
}

export class EventOrder {
  /** The newest event that has arrived, by stream and connection. */
  readonly #newest = new Map<string, Newest>()
  /** By stream, connection and socket. */
  readonly #doubtful = new Map<string, Doubtful>()
  /** Sockets that have delivered an event of before a restart, by stream and connection. */
  readonly #before = new Map<string, Set<number>>()
  /**
   * Sockets whose last event had an id of after a restart, as the newest one had, by stream and
   * connection.
   */
  readonly #after = new Map<string, Set<number>>()

  /**
   * Notes an event that arrives. Returns whether one as new, or newer, has arrived on its stream:
   * the client may drop it then.
   */
  arrive(stream: string, event: Fields, place: Place): boolean {
    const position = positionOf(event)
    const mayDrop = this.#mayDrop(stream, event, position, place)
    if (!mayDrop) this.#newest.set(stream, { position, event })
    if (!isOfRestart(position)) {
      add(this.#before, stream, place.socket)
      this.#after.get(stream)?.delete(place.socket)
    } else if (isOfRestart(this.#newest.get(stream)?.position)) add(this.#after, stream, place.socket)
    return mayDrop
  }

  #mayDrop(stream: string, event: Fields, position: readonly number[], place: Place): boolean {
    const newest = this.#newest.get(stream)
    if (newest === undefined) return false
    if (hasRestarted(event, position, newest.position))
      return this.#isDoubtful(stream, event, newest.event, place)
    if (compare(position, newest.position) <= 0) return true
    // On its way on another session since before. One that follows an id of after a restart on its
    // own session is newer: the lower id was in an invalid frame.
    return (
      hasRestarted(newest.event, newest.position, position) &&
      this.#after.get(stream)?.has(place.socket) !== true
    )
  }

  /**
   * Notes an event that the client has delivered: of after a restart, or of the only session, it is
   * newer than those before it.
   */
  deliver(stream: string, { event, laterEvents, isAlone }: Delivered): void {
    const newest = this.#newest.get(stream)
    if (newest === undefined || compare(positionOf(event), newest.position) >= 0) return
    const isRestart = (each: Fields): boolean => hasRestarted(each, positionOf(each), newest.position)
    const isNewer = isRestart(event) ? isRestart : () => isAlone
    const since = [event, ...laterEvents()].filter(isNewer)
    const next = since
      .map(each => ({ event: each, position: positionOf(each) }))
      .reduce<Newest | undefined>(
        (last, each) => (last === undefined || compare(each.position, last.position) > 0 ? each : last),
        undefined,
      )
    if (next !== undefined) this.#newest.set(stream, next)
  }

  /** Forgets what has arrived on a stream, on all connections. */
  forget(stream: string): void {
    for (const known of [this.#newest, this.#doubtful, this.#before, this.#after])
      for (const key of [...known.keys()]) if (key.startsWith(`${stream} `)) known.delete(key)
  }

  /** Whether an event of after a restart may be taken for one of before. */
  #isDoubtful(stream: string, event: Fields, newest: Fields, place: Place): boolean {
    const { socket, at, isBeside } = place
    const isFollowing = this.#before.get(stream)?.has(socket) === true
    if (isFollowing ? timeOf(event) > timeOf(newest) : !isBeside) return false
    const key = `${stream} ${socket}`
    const sockets = place.sockets().join()
    const position = positionOf(event)
    const last = this.#doubtful.get(key)
    const isNext = last?.sockets === sockets && compare(position, last.position) > 0
    const count = isNext ? last.count + 1 : 1
    const since = last?.since ?? at
    this.#doubtful.set(key, { position, count, since, sockets })
    return isFollowing ? count <= MAX_DROPPED : at - since <= MAX_LAG
  }
}

/**
 * Whether the exchange restarted between two events, as their ids show, or as a kline has fewer
 * trades at a later time.
 */
export function isAfterRestart(event: Fields, last: Fields): boolean {
  const [position, newest] = [positionOf(event), positionOf(last)]
  if (event['type'] === 'kline') return compare(position, newest) < 0 && timeOf(event) > timeOf(last)
  return hasRestarted(event, position, newest)
}

const hasRestarted = (
  event: Fields,
  [id = NaN]: readonly number[],
  [newest = NaN]: readonly number[],
): boolean =>
  id < newest && NUMBERED.includes(String(event['type'])) && isRestarted(id) && !isRestarted(newest)

const isOfRestart = (position: readonly number[] = []): boolean => isRestarted(position[0] ?? NaN)

function add(sockets: Map<string, Set<number>>, stream: string, socket: number): void {
  const known = sockets.get(stream)
  if (known === undefined) sockets.set(stream, new Set([socket]))
  else known.add(socket)
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
  for (let index = 0; index < position.length; index++)
    if (position[index] !== other[index]) return (position[index] ?? 0) - (other[index] ?? 0)
  return 0
}
