/** Why the command cannot go on, in one line for the terminal. */

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

/** Exit code for arguments that are invalid. */
export const USAGE = 2
