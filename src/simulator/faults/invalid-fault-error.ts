/** The error of an invalid fault. */

/**
 * A fault or a schedule of faults is invalid; none of it takes effect. Its `code` is
 * `INVALID_FAULT`; `entry` (counted from 0) and `field` locate the mistake, the message states what
 * is expected there.
 */
export class InvalidFaultError extends RangeError {
  readonly code = 'INVALID_FAULT'

  constructor(
    message: string,
    /** Index in the schedule; undefined for a fault that was started by a method. */
    readonly entry?: number,
    readonly field?: string,
  ) {
    super(message)
    this.name = 'InvalidFaultError'
  }
}
