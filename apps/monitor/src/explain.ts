/** Explanations: any error in one line that says what happened and what to do. */
import { isMarketError } from 'rxmarket'
import { CaptureError } from 'rxmarket/simulator'
import { Failure, USAGE } from './core/failure.js'

/** Mistakes of the command line, as against those of the world. */
const MISTAKES = ['INVALID_OPTION', 'INVALID_CHANNEL'] as const

export function explain(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (MISTAKES.some(code => isMarketError(error, code)) || error instanceof CaptureError) {
    return new Failure((error as Error).message, USAGE)
  }
  return new Failure(error instanceof Error ? error.message : String(error))
}
