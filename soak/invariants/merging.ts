/**
 * Merging: while several sessions of a connection carry a stream, each of its events reaches each
 * subscriber once and in order, from the session that has it first. A state is delivered at once.
 * An event of a log, or a kline, may be held back while something before it is missing that another
 * session may still deliver: at most 250 ms, and no longer than until every session has passed it.
 * `events$` emits what is delivered.
 *
 * Of plain subscriptions; those of completed ones are checked by `backfill` and `gaps`.
 */
import type { MarketEvent } from '../../src/index.js'
import type { WireStep } from '../../src/testing/index.js'
import { between, idsOf, timeOf } from '../checker/between.js'
import { differenceOf, show } from '../checker/event-difference.js'
import { compare, isAfterRestart, positionOf } from '../checker/event-order.js'
import type { Invariant, Violate } from '../checker/invariant.js'
import { MAX_HOLD, type ObservedState } from '../checker/observed-state.js'
import type { Subscriber } from '../checker/subscriber.js'
import type { DecodedFrame } from '../checker/oracle.js'
import type { Fields } from '../checker/payloads.js'

/** An event that has arrived. */
interface Pending {
  readonly event: Fields
  readonly position: readonly number[]
  readonly socket: number
  readonly at: number
  /** It is newer than what was delivered, and no other session has brought it before. */
  readonly isDue: boolean
}

/** The last event that was delivered. */
interface Last {
  readonly event: Fields
  readonly position: readonly number[]
  /** When the first older event has arrived since; `undefined` for none. */
  overtakenAt?: number
  /** When the first event that is no newer has arrived since; `undefined` for none. */
  stuckSince?: number
  /** The sockets that have brought it. */
  readonly sockets: Set<number>
}

/** What a subscriber has received of a stream. */
interface Received {
  last: Last | undefined
  /** Events of the last position that were delivered. */
  repeats: number
  /** When the ids, or the exchange's clock, last began again. */
  anewAt: number
  /** The id, or the time, of the last event before. */
  before: number
  /** In the order of arrival. */
  pending: Pending[]
}

/** The newest events of one socket, since the first of the present subscribers of their stream. */
interface Lane {
  position: readonly number[]
  /** Events of this position; of a session that joins, with those that others had delivered. */
  count: number
  /** Events of any position. */
  total: number
  /** Consecutive events that were no newer than one before. */
  lateCount: number
  /** The ids began again on another session, and not on this one yet. */
  isBehind: boolean
  /** The exchange's time of its last event. */
  time: number
  /** Whether that one had lower ids than one before, and a later time than the one before it. */
  hasReset: boolean
  /** It has brought an event as new as what was delivered, since the ids last began again. */
  hasCaughtUp: boolean
}

/** A lane of which nothing has reached the present subscribers of its stream. */
const FORGOTTEN: Lane = {
  position: [-Infinity],
  count: 0,
  total: 0,
  lateCount: 0,
  isBehind: false,
  time: NaN,
  hasReset: false,
  hasCaughtUp: false,
}

/** An event that a subscriber has received before others that are missing. */
interface Early {
  readonly name: string
  readonly stream: string
  readonly connection: number
  readonly event: Fields
  readonly received: Received
}

/** Kinds of which each event has its own id. */
const UNIQUE: readonly unknown[] = ['trade', 'blockTrade', 'aggTrade', 'depthDiff', 'bookTicker']
/** Kinds of which events may be held back. */
const HELD: readonly unknown[] = ['trade', 'blockTrade', 'aggTrade', 'depthDiff', 'kline']
/** Sessions of a stream that are kept: more than a connection has at a time. */
const MAX_LANES = 8
/** Out-of-order events of a session that prove that the ids have begun again. */
const MAX_OUT_OF_ORDER = 10
/** Milliseconds by which a state is too old to be late, and by which a session may lag. */
const MAX_LATENESS = 10_000

export class Merging implements Invariant {
  readonly name = 'merging'
  readonly #state: ObservedState
  readonly #violate: Violate
  readonly #received = new Map<Subscriber, Map<string, Received>>()
  /** By `stream connection`, then by socket. */
  readonly #lanes = new Map<string, Map<number, Lane>>()
  /** By `stream connection`: what the client may hold back, for those who subscribe meanwhile. */
  readonly #held = new Map<string, readonly Pending[]>()
  /** The stream of the last frame. */
  #stream = ''
  /** The socket that delivered it. */
  #socket = 0
  /** Delivered since the client was last idle, and not emitted on `events$`. */
  readonly #delivered = new Set<object>()
  readonly #emitted = new WeakSet<object>()
  /** Events that were delivered since without what is missing before them, and did not wait. */
  #early: Early[] = []

  constructor(state: ObservedState, violate: Violate) {
    this.#state = state
    this.#violate = violate
  }

  onSubscribe(subscriber: Subscriber): void {
    const { streams, connections } = subscriber
    // What a stream without subscribers has delivered does not matter to the next one.
    for (const [key, lanes] of this.#lanes) {
      const [stream = '', connection] = key.split(' ')
      if (streams.has(stream) && !this.#state.mayBeSubscribed(stream, Number(connection)))
        for (const lane of lanes.values()) Object.assign(lane, FORGOTTEN)
    }
    if (!isPlain(subscriber)) return
    for (const stream of streams) {
      const held = this.#held.get(`${stream} ${connections.get(stream)}`) ?? []
      this.#of(subscriber, stream).pending.push(...held.filter(each => this.#mayBeHeld(each)))
    }
  }

  onWireStep(step: WireStep, decoded: DecodedFrame | undefined): void {
    if (step.type !== 'frame' || decoded?.type !== 'event') return
    const { stream, event } = decoded
    const socket = this.#state.socket(step.socket)
    const { connection, isClosing } = socket
    this.#stream = stream
    this.#socket = step.socket
    if (event === undefined || isClosing) return
    const position = positionOf(event)
    const key = `${stream} ${connection}`
    const lane = this.#pass(key, step.socket, position, timeOf(event))
    if (!this.#state.isMerged(connection)) return
    if (HELD.includes(event['type'])) {
      const held = (this.#held.get(key) ?? []).filter(each => this.#mayBeHeld(each))
      this.#held.set(key, [...held, { event, position, socket: step.socket, at: step.at, isDue: false }])
    }
    for (const subscriber of this.#state.subscribers) {
      if (subscriber.connections.get(stream) !== connection || !isPlain(subscriber)) continue
      const received = this.#of(subscriber, stream)
      const { last, pending, anewAt } = received
      // A session that had delivered nothing when the ids began again may lag behind that.
      if (lane.total === 1 && socket.openedAt <= anewAt && isOfBefore(position, received))
        lane.isBehind = true
      const order = last === undefined ? 0 : compare(position, last.position)
      if (order >= 0) lane.hasCaughtUp = true
      else if (last !== undefined) last.overtakenAt ??= step.at
      if (last !== undefined && !isAfterLast(event, last)) last.stuckSince ??= step.at
      if (last !== undefined && isSame(event, last.event)) last.sockets.add(step.socket)
      const isNewer = last === undefined ? !this.#state.arrivals.mayDrop : order > 0
      const isFirst = !pending.some(other => other.isDue && compare(other.position, position) === 0)
      // What is on its way on the others then may be of before or after.
      const isSettled = step.at - anewAt > MAX_HOLD + this.#state.latenessSince(anewAt)
      const isDue = isNewer && isFirst && isSettled && !lane.isBehind
      pending.push({ event, position, socket: step.socket, at: step.at, isDue })
    }
  }

  onEvent(subscriber: Subscriber, event: MarketEvent<unknown>): void {
    if (!isPlain(subscriber)) return
    const streams = this.#received.get(subscriber) ?? new Map<string, Received>()
    for (const [stream, received] of streams) {
      const index = received.pending.findIndex(each => differenceOf(each.event, event) === undefined)
      const [found] = index < 0 ? [] : received.pending.splice(index, 1)
      if (found === undefined) continue
      this.#delivered.add(event)
      return this.#deliver(subscriber, stream, received, found)
    }
    if (this.#state.isMergedFor(subscriber))
      this.#violate(`${subscriber.name} received an event that is not due, or a duplicate: ${show(event)}`)
    const fields = event as unknown as Fields
    const received = this.#of(subscriber, this.#stream)
    const position = positionOf(fields)
    received.last = { event: fields, position, sockets: new Set([this.#socket]) }
    received.repeats = 1
    const lane = this.#lanes
      .get(`${this.#stream} ${subscriber.connections.get(this.#stream)}`)
      ?.get(this.#socket)
    if (lane === undefined) return
    lane.hasCaughtUp = true
    if (compare(position, lane.position) < 0) beginAt(lane, position)
  }

  onMarketEvent(event: MarketEvent<unknown>): void {
    this.#delivered.delete(event)
    if (!this.#state.isAnyMerged) return
    if (this.#emitted.has(event)) this.#violate(`events$ emitted an event twice: ${show(event)}`)
    this.#emitted.add(event)
  }

  onUnsubscribe(subscriber: Subscriber): void {
    this.#received.delete(subscriber)
  }

  onTerminate(subscriber: Subscriber): void {
    this.#received.delete(subscriber)
  }

  onIdle(): void {
    for (const event of this.#delivered)
      this.#violate(`events$ did not emit an event that a subscriber received: ${show(event)}`)
    const early = this.#early
    this.#early = []
    for (const each of early) this.#checkEarly(each)
    for (const [subscriber, streams] of this.#received)
      for (const [stream, received] of streams)
        if (received.pending.length > 0) this.#checkPending(subscriber, stream, received)
  }

  #deliver({ name, connections }: Subscriber, stream: string, received: Received, found: Pending): void {
    const { last, pending } = received
    const { event, position } = found
    const order = last === undefined ? 1 : compare(position, last.position)
    const key = `${stream} ${connections.get(stream)}`
    const lanes = this.#lanes.get(key) ?? new Map<number, Lane>()
    const isAnew = order < 0 && this.#hasBegunAnew(connections.get(stream), lanes, found, last)
    if (order < 0 && !isAnew)
      this.#violate(`${name} received ${show(event)} after ${show(last?.event ?? {})}, which is newer`)
    // After ten seconds without a newer one, the exchange's clock was set back.
    const isStuck = this.#state.now - (last?.stuckSince ?? Infinity) > MAX_LATENESS
    const isAgain = order === 0 && event['type'] === 'kline' && timeOf(event) <= timeOf(last?.event ?? {})
    // One session is not merged: after the last one that it has brought, its clock was set back.
    const isSetBack =
      last?.sockets.has(this.#socket) === true &&
      timeOf(event) < timeOf(last.event) &&
      this.#state.activeSockets(connections.get(stream) ?? NaN).length === 1
    if (isAgain && !isStuck && !isSetBack)
      this.#violate(`${name} received ${show(event)} again, which is no newer`)
    received.repeats = order === 0 ? received.repeats + 1 : 1
    const max = UNIQUE.includes(event['type']) ? 1 : maxRepeats(lanes, position)
    if (received.repeats > max)
      this.#violate(`${name} received ${show(event)} ${received.repeats} times, of ${max}`)
    const skipped = pending.find(each => each.isDue && compare(each.position, position) < 0)
    if (skipped !== undefined && !isAnew)
      this.#violate(`${name} received ${show(event)} without ${show(skipped.event)}, which had arrived`)
    if (isAnew) this.#beginAnew(lanes, found)
    const held = this.#held.get(key)?.filter(each => compare(each.position, position) > 0)
    if (held !== undefined) this.#held.set(key, held)
    const bringing = [found, ...pending.filter(each => isSame(each.event, event))]
    received.last = { event, position, sockets: new Set(bringing.map(each => each.socket)) }
    const isGap = order > 0 && last !== undefined && between(last.event, event, false).type === 'gap'
    const hasWaited = [found, ...pending].some(({ at }) => this.#state.now - at >= MAX_HOLD)
    if (isGap && HELD.includes(event['type']) && !hasWaited)
      this.#early.push({ name, stream, connection: connections.get(stream) ?? NaN, event, received })
    if (!isAnew) return
    received.pending = []
    received.anewAt = this.#state.now
    received.before = last?.position[0] ?? NaN
  }

  /** The ids began again with an event: its session is there, and the others are behind. */
  #beginAnew(lanes: ReadonlyMap<number, Lane>, { socket, position }: Pending): void {
    for (const [other, lane] of lanes) {
      const isBefore = compare(position, lane.position) < 0
      lane.isBehind = other !== socket && isBefore
      lane.hasCaughtUp = other === socket || (lane.hasCaughtUp && !isBefore)
      if (other === socket && isBefore) beginAt(lane, position)
    }
  }

  /**
   * Whether an older event may be delivered: no session that is left has delivered the stream, or
   * the ids have begun again on its own, or it has been behind for longer than a session may lag.
   */
  #hasBegunAnew(
    connection: number | undefined,
    lanes: ReadonlyMap<number, Lane>,
    { event, socket }: Pending,
    last: Last | undefined,
  ): boolean {
    const { now } = this.#state
    const others = this.#state.activeSockets(connection ?? NaN).filter(({ number }) => number !== socket)
    const lane = lanes.get(socket)
    const hasDelivered = ({ number }: { readonly number: number }): boolean =>
      (lanes.get(number)?.total ?? 0) > 0
    if (!others.some(hasDelivered) && lane?.total === 1) return true
    if ((lane?.lateCount ?? 0) >= MAX_OUT_OF_ORDER) return true
    if (last !== undefined && isAfterRestart(event, last.event)) return true
    // Of a session that has only been behind, nothing shows whether it lags or its ids began again.
    // Source: docs/reliability.md, Mirrors.
    const isInDoubt = lane?.hasCaughtUp === false && lane.lateCount === 0
    if (isInDoubt && now - (last?.overtakenAt ?? now) > MAX_LATENESS) return true
    if (idsOf(event) !== undefined)
      return timeOf(event) > timeOf(last?.event ?? {}) || lane?.hasReset === true
    const [newer = 0, older = 0] = [positionOf(last?.event ?? {})[0], positionOf(event)[0]]
    return newer - older > MAX_LATENESS * (newer > 1e14 ? 1_000 : 1)
  }

  #checkPending({ name, connections }: Subscriber, stream: string, received: Received): void {
    const { last, pending } = received
    const { now } = this.#state
    const connection = connections.get(stream) ?? NaN
    const lanes = this.#lanes.get(`${stream} ${connection}`)
    for (const each of pending) {
      const { event, position, at, isDue } = each
      if (!isDue || (last !== undefined && compare(position, last.position) <= 0)) continue
      const what = `${name} has not received ${show(event)} of ${stream}`
      if (!HELD.includes(event['type'])) this.#violate(what)
      if (last !== undefined && between(last.event, event, false).type === 'nothing')
        this.#violate(`${what}, and nothing is missing before it`)
      if (now - at > MAX_HOLD + this.#state.latenessSince(at)) this.#violate(`${what} for ${now - at} ms`)
      const isPassed = this.#state
        .activeSockets(connection)
        .every(({ number }) => isAfter(lanes?.get(number), position))
      if (isPassed) this.#violate(`${what}, which every session has passed`)
    }
    received.pending = pending.filter(each => this.#mayBeHeld(each))
  }

  #mayBeHeld({ at }: Pending): boolean {
    return this.#state.now - at <= MAX_HOLD + this.#state.latenessSince(at)
  }

  /** What is missing may not come any more: a session that has not passed it has just ended. */
  #checkEarly({ name, stream, connection, event, received }: Early): void {
    const lanes = this.#lanes.get(`${stream} ${connection}`)
    const first = idsOf(event)?.first ?? NaN
    const other = this.#state.activeSockets(connection).find(({ number }) => {
      const lane = lanes?.get(number)
      return lane === undefined || (!lane.isBehind && (lane.position[0] ?? NaN) < first)
    })
    if (other !== undefined && received.anewAt !== this.#state.now)
      this.#violate(
        `${name} received ${show(event)}, and socket ${other.number} may still deliver what is missing before it`,
      )
  }

  #pass(key: string, socket: number, position: readonly number[], time: number): Lane {
    const lanes = this.#lanes.get(key) ?? new Map<number, Lane>()
    this.#lanes.set(key, lanes)
    const lane = lanes.get(socket) ?? this.#addLane(lanes, socket, position, time)
    const order = compare(position, lane.position)
    const hasFollowed = order < 0 && lane.isBehind
    if (order < 0) lane.isBehind = false
    lane.hasReset = order < 0 && time > lane.time
    lane.time = time
    lane.total++
    lane.count = order === 0 ? lane.count + 1 : 1
    lane.lateCount = order < 0 ? lane.lateCount + 1 : 0
    if (order >= 0 || hasFollowed || lane.lateCount >= MAX_OUT_OF_ORDER) lane.position = position
    return lane
  }

  /** Adds a lane in the place of the oldest one that has ended, whose repeats newer ones have counted. */
  #addLane(lanes: Map<number, Lane>, socket: number, position: readonly number[], time: number): Lane {
    const repeats = maxRepeats(lanes, position)
    const lane = { ...FORGOTTEN, position, time, count: repeats === Infinity ? 0 : repeats }
    const ended = [...lanes.keys()].find(other => !this.#state.sockets.has(other))
    if (lanes.size >= MAX_LANES && ended !== undefined) lanes.delete(ended)
    lanes.set(socket, lane)
    return lane
  }

  #of(subscriber: Subscriber, stream: string): Received {
    const streams = this.#received.get(subscriber) ?? new Map<string, Received>()
    this.#received.set(subscriber, streams)
    const received = streams.get(stream) ?? {
      last: undefined,
      repeats: 0,
      anewAt: -Infinity,
      before: NaN,
      pending: [],
    }
    streams.set(stream, received)
    return received
  }
}

/** The ids of a session begin again. */
function beginAt(lane: Lane, position: readonly number[]): void {
  lane.position = position
  lane.count = 1
}

/** Whether an event is newer than the last one that was delivered; of one position, by its time. */
function isAfterLast(event: Fields, last: Last): boolean {
  const order = compare(positionOf(event), last.position)
  return order > 0 || (order === 0 && timeOf(event) > timeOf(last.event))
}

const isSame = (event: Fields, last: Fields): boolean =>
  timeOf(event) === timeOf(last) && compare(positionOf(event), positionOf(last)) === 0

/** Whether an event is nearer to those of before the ids began again than to those since. */
const isOfBefore = ([id = NaN]: readonly number[], { last, before }: Received): boolean =>
  Math.abs(id - before) < Math.abs(id - (last?.position[0] ?? NaN))

const isPlain = ({ completion, isBook = false }: Subscriber): boolean => completion === undefined && !isBook

/** The most events of a position that one session has delivered. */
function maxRepeats(lanes: ReadonlyMap<number, Lane>, position: readonly number[]): number {
  let max = -Infinity
  for (const lane of lanes.values())
    if (lane.total > 0 && compare(lane.position, position) === 0) max = Math.max(max, lane.count)
  return max === -Infinity ? Infinity : max
}

const isAfter = (lane: Lane | undefined, position: readonly number[]): boolean =>
  lane !== undefined && (lane.isBehind || compare(lane.position, position) >= 0)
