/** Faults by hand and by schedule, made to happen. */
import { Subject, Subscription } from 'rxjs'
import type { Frame } from '../frame.js'
import type { Fault } from './fault.js'
import type { BegunFault, Faults, Lift } from './faults.js'
import { kindOf } from './kinds.js'
import { matcher } from './pattern.js'
import { play } from './play.js'
import { checkFault, readFaults } from './read-faults.js'
import type { Stage } from './stage.js'

/** The faults of an exchange; `end` lifts them for good. */
export function createFaults(stage: Stage): { readonly faults: Faults; readonly end: () => void } {
  const begun$ = new Subject<BegunFault>()
  let inForce = new Subscription()
  let begun = 0

  const tell = (fault: BegunFault['fault']) => {
    begun++
    begun$.next({ at: stage.scheduler.now(), fault })
  }

  const keep = (life: Subscription, duration?: number): Subscription => {
    if (duration !== undefined) life.add(stage.scheduler.schedule(() => life.unsubscribe(), duration))
    inForce.add(life)
    return life
  }

  const begin = (fault: Fault): Subscription => {
    tell(fault.fault)
    const life = kindOf(fault.fault).begin(fault, stage)
    return life ? keep(life, 'for' in fault ? fault.for : undefined) : Subscription.EMPTY
  }

  const liftOf =
    (life: Subscription): Lift =>
    () =>
      life.unsubscribe()

  const byHand = (fault: Fault): Lift => {
    checkFault(fault)
    return liftOf(begin(fault))
  }

  const faults: Faults = {
    drop: options => void byHand({ ...options, fault: 'drop' }),
    reset: target => void byHand({ ...target, fault: 'reset' }),
    halfOpen: target => void byHand({ ...target, fault: 'halfOpen' }),
    expire: target => void byHand({ ...target, fault: 'expire' }),
    refuse: options => byHand({ ...options, fault: 'refuse' }),
    slowLink: options => byHand({ ...options, fault: 'slowLink' }),
    stutter: options => byHand({ ...options, fault: 'stutter' }),
    delayAcks: (delay, count = Infinity) => byHand({ fault: 'delayAcks', delay, count }),
    loseAcks: (count = 1) => byHand({ fault: 'loseAcks', count }),
    duplicateAcks: (count = 1) => byHand({ fault: 'duplicateAcks', count }),
    reject(stream, { code = 2, msg = 'Invalid request: invalid stream', count = Infinity } = {}) {
      if (typeof stream === 'string') return byHand({ fault: 'reject', stream, code, msg, count })
      tell('reject')
      return liftOf(
        keep(
          stage.desk.acks.rejections.add({ reaches: everyone, matches: stream, reply: { code, msg } }, count),
        ),
      )
    },
    garbage: options => void byHand({ ...options, fault: 'garbage' }),
    send: (text, target) => void byHand({ ...target, fault: 'send', text }),
    inject: (stream, payload) => void byHand({ fault: 'inject', stream, payload }),
    truncate: options => byHand({ ...options, fault: 'truncate' }),
    oversize: options => byHand({ ...options, fault: 'oversize' }),
    corrupt(stream, change, count = 1) {
      tell('corrupt')
      const corrupted = (text: string) => JSON.stringify(change(JSON.parse(text) as never))
      const fault = {
        matches: matcher(stream),
        reaches: everyone,
        change: (frame: Frame) => [frame.map(corrupted)],
      }
      return liftOf(keep(stage.desk.frames.add(fault, count)))
    },
    dropField: options => byHand({ ...options, fault: 'dropField' }),
    setField: options => byHand({ ...options, fault: 'setField' }),
    silence: (stream, target) => byHand({ ...target, fault: 'silence', stream }),
    forget: (stream, target) => void byHand({ ...target, fault: 'forget', stream }),
    skip: options => byHand({ ...options, fault: 'skip' }),
    repeat: options => byHand({ ...options, fault: 'repeat' }),
    reorder: options => byHand({ ...options, fault: 'reorder' }),
    skewClock: options => byHand({ ...options, fault: 'skewClock' }),
    staleSnapshots: options => byHand({ ...options, fault: 'staleSnapshots' }),
    restError: options => byHand({ ...options, fault: 'restError' }),
    restDelay: options => byHand({ ...options, fault: 'restDelay' }),
    restTimeout: options => byHand({ ...options, fault: 'restTimeout' }),
    restHang: options => byHand({ ...options, fault: 'restHang' }),
    play: schedule => liftOf(keep(play(readFaults(schedule), stage, begin))),
    clear() {
      inForce.unsubscribe()
      inForce = new Subscription()
    },
    get begun() {
      return begun
    },
    begun$: begun$.asObservable(),
  }
  const end = () => {
    inForce.unsubscribe()
    begun$.complete()
  }
  return { faults, end }
}

const everyone = () => true
