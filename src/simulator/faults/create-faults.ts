/** The faults of an exchange: starts them, by method or by schedule, and clears them. */
import { Subject, Subscription } from 'rxjs'
import type { FaultContext } from './definitions/definition.js'
import { INVALID_STREAM } from './definitions/reply-faults.js'
import type { Fault } from './fault.js'
import type { ClearFault, Faults, StartedFault } from './faults.js'
import { parseFault, type ParsedFault, parseFaults } from './parse-faults.js'
import { runSchedule } from './schedule.js'

export interface FaultControl {
  readonly faults: Faults
  /** Runs a schedule that is parsed already. */
  run(schedule: readonly ParsedFault[]): ClearFault
  /** Clears every fault, for good. */
  close(): void
}

export function createFaults(context: FaultContext): FaultControl {
  const { active, scheduler } = context
  const started$ = new Subject<StartedFault>()
  let running = new Subscription()
  let started = 0

  const announce = (fault: StartedFault['fault']) => {
    started++
    started$.next({ at: scheduler.now(), fault })
  }

  const keep = (subscription: Subscription, duration?: number): Subscription => {
    if (duration !== undefined) {
      subscription.add(scheduler.schedule(() => subscription.unsubscribe(), duration))
    }
    running.add(subscription)
    return subscription
  }

  const start = ({ definition, fault }: ParsedFault): Subscription => {
    announce(fault.fault)
    const subscription = definition.start(fault, context)
    return subscription ? keep(subscription, 'for' in fault ? fault.for : undefined) : Subscription.EMPTY
  }

  const clear =
    (subscription: Subscription): ClearFault =>
    () =>
      subscription.unsubscribe()

  const apply = (fault: Fault): ClearFault => clear(start(parseFault(fault)))
  const run = (schedule: readonly ParsedFault[]) => clear(keep(runSchedule(schedule, context, start)))

  const faults: Faults = {
    drop: options => void apply({ ...options, fault: 'drop' }),
    reset: target => void apply({ ...target, fault: 'reset' }),
    halfOpen: target => void apply({ ...target, fault: 'halfOpen' }),
    expire: target => void apply({ ...target, fault: 'expire' }),
    refuse: options => apply({ ...options, fault: 'refuse' }),
    slowLink: options => apply({ ...options, fault: 'slowLink' }),
    stutter: options => apply({ ...options, fault: 'stutter' }),
    delayAcks: (delay, count = Infinity) => apply({ fault: 'delayAcks', delay, count }),
    loseAcks: (count = 1) => apply({ fault: 'loseAcks', count }),
    duplicateAcks: (count = 1) => apply({ fault: 'duplicateAcks', count }),
    reject(stream, { code = INVALID_STREAM.code, msg = INVALID_STREAM.msg, count = Infinity } = {}) {
      if (typeof stream !== 'function') return apply({ fault: 'reject', stream, code, msg, count })
      announce('reject')
      return clear(keep(active.replies.reject({}, stream, { code, msg }, count)))
    },
    garbage: options => void apply({ ...options, fault: 'garbage' }),
    send: (text, target) => void apply({ ...target, fault: 'send', text }),
    inject: (stream, payload) => void apply({ fault: 'inject', stream, payload }),
    truncate: options => apply({ ...options, fault: 'truncate' }),
    oversize: options => apply({ ...options, fault: 'oversize' }),
    corrupt(stream, change, count = 1) {
      announce('corrupt')
      const edit = (text: string) => JSON.stringify(change(JSON.parse(text) as never))
      return clear(keep(active.frames.change({ stream }, frame => [frame.mapPayload(edit)], count)))
    },
    dropField: options => apply({ ...options, fault: 'dropField' }),
    setField: options => apply({ ...options, fault: 'setField' }),
    silence: (stream, target) => apply({ ...target, fault: 'silence', stream }),
    forget: (stream, target) => void apply({ ...target, fault: 'forget', stream }),
    skip: options => apply({ ...options, fault: 'skip' }),
    repeat: options => apply({ ...options, fault: 'repeat' }),
    reorder: options => apply({ ...options, fault: 'reorder' }),
    restart: options => void apply({ ...options, fault: 'restart' }),
    skewClock: options => apply({ ...options, fault: 'skewClock' }),
    staleSnapshots: options => apply({ ...options, fault: 'staleSnapshots' }),
    restError: options => apply({ ...options, fault: 'restError' }),
    restDelay: options => apply({ ...options, fault: 'restDelay' }),
    restTimeout: options => apply({ ...options, fault: 'restTimeout' }),
    restHang: options => apply({ ...options, fault: 'restHang' }),
    play: schedule => run(parseFaults(schedule)),
    clear() {
      running.unsubscribe()
      running = new Subscription()
    },
    get started() {
      return started
    },
    started$: started$.asObservable(),
    get begun() {
      return started
    },
    begun$: started$.asObservable(),
  }

  return {
    faults,
    run,
    close() {
      running.unsubscribe()
      started$.complete()
    },
  }
}
