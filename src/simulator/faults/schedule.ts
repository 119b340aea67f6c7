/** Runs schedules: starts each fault at its time or after its events. */
import { type SchedulerLike, Subscription } from 'rxjs'
import type { ActiveFaults } from './active/active-faults.js'
import { matchPattern } from './active/target.js'
import type { FaultContext } from './definitions/definition.js'
import type { Trigger } from './fault.js'
import type { ParsedFault } from './parse-faults.js'
import { monotonicNow } from '../../clock/monotonic.js'

/**
 * Runs a schedule. Unsubscribing stops it and clears the faults that it started. Faults that are
 * due at once start synchronously.
 * @param start starts a fault
 */
export function runSchedule(
  schedule: readonly ParsedFault[],
  { active, scheduler }: FaultContext,
  start: (fault: ParsedFault) => Subscription,
): Subscription {
  const subscription = new Subscription()
  for (const parsed of schedule) {
    const { at, after, every, times } = parsed.timing
    const trigger = () => void subscription.add(start(parsed))
    subscription.add(
      after !== undefined
        ? startAfterEvents(after, times ?? 1, active, trigger)
        : startAtTimes(
            { at: at ?? every ?? 0, every, times: times ?? (every === undefined ? 1 : Infinity) },
            scheduler,
            trigger,
          ),
    )
  }
  return subscription
}

interface Times {
  readonly at: number
  readonly every: number | undefined
  readonly times: number
}

function startAtTimes(
  { at, every, times }: Times,
  scheduler: SchedulerLike,
  trigger: () => void,
): Subscription {
  const subscription = new Subscription()
  const begin = monotonicNow(scheduler) + at
  let count = 0
  const next = () => {
    trigger()
    if (++count < times) waitUntil(begin + count * (every ?? 0))
    else subscription.unsubscribe()
  }
  const waitUntil = (time: number) => {
    const timer = scheduler.schedule(
      () => {
        subscription.remove(timer)
        next()
      },
      Math.max(0, time - monotonicNow(scheduler)),
    )
    subscription.add(timer)
  }
  if (at === 0) next()
  else waitUntil(begin)
  return subscription
}

function startAfterEvents(
  events: Trigger,
  times: number,
  active: ActiveFaults,
  trigger: () => void,
): Subscription {
  let count = 0
  const subscription = countEvents(events, active, needed => {
    if (++count % needed !== 0) return
    if (count >= needed * times) subscription.unsubscribe()
    trigger()
  })
  return subscription
}

/** Calls `onEvent` at each event of a trigger, with the number of events that the trigger needs. */
function countEvents(
  trigger: Trigger,
  active: ActiveFaults,
  onEvent: (needed: number) => void,
): Subscription {
  if ('frames' in trigger) return active.frames.count(trigger.stream ?? '*', () => onEvent(trigger.frames))
  if ('connections' in trigger) return active.opened$.subscribe(() => onEvent(trigger.connections))
  if ('commands' in trigger) return active.executed$.subscribe(() => onEvent(trigger.commands))
  const matches = matchPattern(trigger.route ?? '*')
  return active.rest.requested$.subscribe(route => {
    if (matches(route)) onEvent(trigger.requests)
  })
}
