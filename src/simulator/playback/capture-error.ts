/** The error of a recording that cannot be played. */

/**
 * A recording cannot be played: which file, at which line, and why. Its `code` is
 * `CAPTURE_UNREADABLE`.
 */
export class CaptureError extends Error {
  readonly code = 'CAPTURE_UNREADABLE'

  constructor(
    readonly file: string,
    /** Counted from 1; undefined when it is not about a line. */
    readonly line: number | undefined,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`Cannot play ${file}${line === undefined ? '' : `, line ${line}`}: ${why}`, options)
    this.name = 'CaptureError'
  }
}
