/** What a simulation ends with when something breaks: the cause, the moment, and how to have it again. */
import type { BegunFault } from '../../simulator/index.js'

/**
 * A simulation broke: the strategy failed, or something within it threw (`cause`). The message says when and why, which fault came
 * before, and the call that repeats it: the same options bring the same failure at the same moment.
 *
 * ```ts
 * import { simulate, SimulationFailedError } from 'rxmarket/testing'
 * import { tap } from 'rxjs'
 *
 * let last = 0
 * try {
 *   simulate({ seed: 3, hours: 0.1, faults: [{ at: 60_000, fault: 'reset' }] }, market =>
 *     market.depthDiff$('BTCUSDT').pipe(
 *       tap(({ firstUpdateId, lastUpdateId }) => {
 *         if (last > 0 && firstUpdateId !== last + 1) throw new Error('a hole in the diffs')
 *         last = lastUpdateId
 *       }),
 *     ),
 *   )
 * } catch (error) {
 *   if (error instanceof SimulationFailedError) console.log(error.fault?.fault) // reset
 * }
 * ```
 */
export class SimulationFailedError extends Error {
  readonly code = 'SIMULATION_FAILED'

  constructor(
    /** The seed that repeats it. */
    readonly seed: number,
    /** When it broke, epoch milliseconds of virtual time. */
    readonly at: number,
    /** How long the simulation had run, in virtual milliseconds. */
    readonly elapsed: number,
    /** The last fault that began before; undefined when none did. */
    readonly fault: BegunFault | undefined,
    options: object,
    cause: unknown,
  ) {
    const moment = `${duration(elapsed)} (${new Date(at).toISOString()})`
    const since = fault === undefined ? '' : `, ${duration(at - fault.at)} after the fault '${fault.fault}'`
    super(
      // The call stands alone: what failed may be told in many lines.
      `the simulation with seed ${seed} failed after ${moment}${since}: ${messageOf(cause)}\n` +
        `repeat it with simulate(${literal(options)}, strategy$)`,
      { cause },
    )
    this.name = 'SimulationFailedError'
  }
}

/** Such as `5:02:31.250`: hours, minutes, seconds. */
function duration(milliseconds: number): string {
  const [, clock = ''] = new Date(milliseconds % 3_600_000).toISOString().split('T00:')
  return `${Math.floor(milliseconds / 3_600_000)}:${clock.slice(0, -1)}`
}

function messageOf(cause: unknown): string {
  // Not instanceof: a test runner's errors may be of another realm.
  if (typeof cause === 'object' && cause !== null && 'message' in cause) return String(cause.message)
  return typeof cause === 'string' ? cause : literal(cause)
}

/** A value as one would write it in code. */
function literal(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return value.name || 'a function'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  if (fields.length === 0) return '{}'
  return `{ ${fields.map(([name, field]) => `${key(name)}: ${literal(field)}`).join(', ')} }`
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}
