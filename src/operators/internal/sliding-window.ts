/** Moving windows: how events enter and leave them by time, by count, or never. */
import type { Accumulator, Aggregate } from './aggregate.js'
import { Ring, ringOfNumbers } from './ring.js'

export interface SlidingWindow<T, R> {
  /**
   * Adds an event to the window of `key`, removes expired events, and returns the window's value.
   */
  add(event: T, key: unknown): R
  /** Empties the window of `key`. */
  reset(key: unknown): void
  resetAll(): void
}

interface Group<T, R> {
  readonly key: unknown
  readonly state: Accumulator<T, R>
  size: number
}

/**
 * Windows of the last `span` milliseconds. One queue holds the times of the events of all keys, so
 * an event of any key removes expired events of all: none waits for the next event of a silent key.
 * `hasOwners` where there is more than one group, of several keys or one after a reset.
 */
export function bySpan<T, R>(
  span: number,
  timeOf: (event: T) => number,
  hasOwners: boolean,
  aggregate: Aggregate<T, R>,
): SlidingWindow<T, R> {
  const groups = new Map<unknown, Group<T, R>>()
  const times = ringOfNumbers()
  const events = new Ring<T>()
  const owners = hasOwners ? new Ring<Group<T, R>>() : undefined
  let now = -Infinity
  let group: Group<T, R> | undefined

  const dropOldest = (): void => {
    times.shift()
    const owner = owners === undefined ? group : owners.shift()
    if (owner === undefined) return
    removeOldest(owner.state, events)
    if (--owner.size === 0 && groups.get(owner.key) === owner) groups.delete(owner.key)
  }

  const add = (event: T, key: unknown): R => {
    const time = timeOf(event)
    if (time > now) now = time
    const end = now - span
    for (let oldest = times.first(); oldest !== undefined && oldest <= end; oldest = times.first())
      dropOldest()
    group = groups.get(key)
    if (group === undefined) {
      group = { key, state: aggregate.create(), size: 0 }
      groups.set(key, group)
    }
    times.push(now)
    owners?.push(group)
    group.size++
    if (group.state.remembers !== true) events.push(event)
    group.state.add(event)
    return group.state.value()
  }
  // The events of a group that was removed leave in their turn, with their owner.
  return { add, reset: key => void groups.delete(key), resetAll: () => groups.clear() }
}

/** Windows of the last `count` events of each key. */
export function byCount<T, R>(count: number, aggregate: Aggregate<T, R>): SlidingWindow<T, R> {
  const groups = new Map<unknown, Group<T, R> & { readonly events: Ring<T> }>()
  const add = (event: T, key: unknown): R => {
    let group = groups.get(key)
    if (group === undefined) {
      group = { key, state: aggregate.create(), size: 0, events: new Ring<T>() }
      groups.set(key, group)
    }
    const { events, state } = group
    if (group.size === count) removeOldest(state, events)
    else group.size++
    if (state.remembers !== true) events.push(event)
    state.add(event)
    return state.value()
  }
  return { add, reset: key => void groups.delete(key), resetAll: () => groups.clear() }
}

function removeOldest<T, R>(state: Accumulator<T, R>, events: Ring<T>): void {
  if (state.remembers === true) state.remove()
  else state.remove(events.shift() as T)
}

/** Windows that nothing leaves: they keep what the aggregate keeps, and no events. */
export function unboundedWindow<T, R>(aggregate: Aggregate<T, R>): SlidingWindow<T, R> {
  const states = new Map<unknown, Accumulator<T, R>>()
  const add = (event: T, key: unknown): R => {
    let state = states.get(key)
    if (state === undefined) {
      state = aggregate.create(true)
      states.set(key, state)
    }
    state.add(event)
    return state.value()
  }
  return { add, reset: key => void states.delete(key), resetAll: () => states.clear() }
}
