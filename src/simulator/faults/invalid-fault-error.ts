/** The error for a fault that cannot be. */

/**
 * A fault or a schedule of faults is not what it must be: nothing of it happens. Its `code` is `INVALID_FAULT`; `entry`
 * (counted from 0) and `field` say where, the message also what is expected there.
 */
export class InvalidFaultError extends RangeError {
  readonly code = 'INVALID_FAULT'

  constructor(
    message: string,
    /** Index in the schedule; undefined for a fault that was begun by hand. */
    readonly entry?: number,
    readonly field?: string,
  ) {
    super(message)
    this.name = 'InvalidFaultError'
  }
}
