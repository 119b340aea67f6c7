/** The error of a failed simulation: its cause, its time, and how to repeat it. */
import type { BegunFault } from '../../simulator/index.js'
import { printValue } from '../../validation/print-value.js'

const MAX_LENGTH = 20_000

/**
 * The strategy of a simulation failed, or something within it threw (`cause`). The message has the
 * time, the preceding fault, and the call that repeats it: the same options cause the same failure
 * at the same time.
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
    /** When it failed, epoch milliseconds of virtual time, on the exchange's clock. */
    readonly at: number,
    /** The duration of the simulation, in virtual milliseconds. */
    readonly elapsed: number,
    /** The last fault that started before; `undefined` when none did. */
    readonly fault: BegunFault | undefined,
    options: object,
    cause: unknown,
  ) {
    const moment = `${duration(elapsed)} (${new Date(at).toISOString()})`
    const since = fault === undefined ? '' : `, ${duration(at - fault.at)} after the fault '${fault.fault}'`
    super(
      // The call is on a separate line, as the message of the cause may have many.
      `the simulation with seed ${seed} failed after ${moment}${since}: ${messageOf(cause)}\n` +
        `repeat it with simulate(${print(options)}, strategy$)`,
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
  return typeof cause === 'string' ? cause : print(cause)
}

/** A value as code. Long, as a call that is cut cannot be repeated. */
const print = (value: unknown): string => printValue(value, { maxLength: MAX_LENGTH, maxDepth: 20 })
