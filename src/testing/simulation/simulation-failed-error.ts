/** What a simulation ends with when something breaks: the cause, the moment, and how to have it again. */

/**
 * A simulation broke: the strategy failed, or something within it threw. The message says when and why, and the call that repeats
 * it: the same options bring the same failure at the same moment.
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
    options: object,
    cause: unknown,
  ) {
    const moment = `${duration(elapsed)} (${new Date(at).toISOString()})`
    super(
      `the simulation with seed ${seed} failed after ${moment}: ${messageOf(cause)}; ` +
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
  return cause instanceof Error ? cause.message : String(cause)
}

/** A value as one would write it in code. */
function literal(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return value.name || 'a function'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{ ${fields.map(([name, field]) => `${name}: ${literal(field)}`).join(', ')} }`
}
