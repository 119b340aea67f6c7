/** An error that ends the monitor with a one-line message and an exit code. */

export class CliError extends Error {
  constructor(
    message: string,
    /** The exit code of the process. @default 1 */
    readonly exitCode = 1,
  ) {
    super(message.replace(/\s*\n\s*/g, ' '))
    this.name = 'CliError'
  }
}

/** Exit code for invalid arguments. */
export const USAGE_ERROR = 2
