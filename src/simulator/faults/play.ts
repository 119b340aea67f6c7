/** A schedule at work: begins each fault when its time, or its event, has come. */
import { type SchedulerLike, Subscription } from 'rxjs'
import type { Fault, ScheduledFault, Trigger } from './fault.js'
import { matcher } from './pattern.js'
import type { Stage } from './stage.js'

/**
 * Plays a schedule; unsubscribing stops it and lifts what it began. What is due at once begins within the call.
 * @param begin makes a fault happen
 */
export function play(
  schedule: readonly ScheduledFault[],
  stage: Stage,
  begin: (fault: Fault) => Subscription,
): Subscription {
  const playing = new Subscription()
  for (const { at, after, every, times, ...fault } of schedule) {
    const strike = () => void playing.add(begin(fault))
    const plan =
      after !== undefined
        ? countDown(after, times ?? 1, stage, strike)
        : byClock(
            at ?? every ?? 0,
            every,
            times ?? (every === undefined ? 1 : Infinity),
            stage.scheduler,
            strike,
          )
    playing.add(plan)
  }
  return playing
}

function byClock(
  at: number,
  every: number | undefined,
  times: number,
  scheduler: SchedulerLike,
  strike: () => void,
): Subscription {
  const plan = new Subscription()
  const start = scheduler.now() + at
  let struck = 0
  const next = () => {
    strike()
    if (++struck < times) wait(start + struck * (every ?? 0))
    else plan.unsubscribe()
  }
  const wait = (time: number) => {
    const timer = scheduler.schedule(
      () => {
        plan.remove(timer)
        next()
      },
      Math.max(0, time - scheduler.now()),
    )
    plan.add(timer)
  }
  if (at === 0) next()
  else wait(start)
  return plan
}

function countDown(trigger: Trigger, times: number, stage: Stage, strike: () => void): Subscription {
  let seen = 0
  const events = watch(trigger, stage, needed => {
    if (++seen % needed !== 0) return
    if (seen >= needed * times) events.unsubscribe()
    strike()
  })
  return events
}

/** Tells of each event that a trigger counts, with how many it needs. */
function watch(trigger: Trigger, { desk }: Stage, tell: (needed: number) => void): Subscription {
  if ('frames' in trigger) {
    return desk.frames.count({ matches: matcher(trigger.stream ?? '*'), tell: () => tell(trigger.frames) })
  }
  if ('connections' in trigger) return desk.opened$.subscribe(() => tell(trigger.connections))
  if ('commands' in trigger) return desk.commanded$.subscribe(() => tell(trigger.commands))
  const matches = matcher(trigger.route ?? '*')
  return desk.rest.requested$.subscribe(route => {
    if (matches(route)) tell(trigger.requests)
  })
}
