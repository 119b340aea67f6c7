/** Failure: the command cannot go on, told to a person in one line. */

export class Failure extends Error {
  constructor(
    message: string,
    /** The exit code of the process. @default 1 */
    readonly exitCode = 1,
  ) {
    super(message.replace(/\s*\n\s*/g, ' '))
    this.name = 'Failure'
  }
}

/** Exit code of a command that was not understood. */
export const USAGE = 2
