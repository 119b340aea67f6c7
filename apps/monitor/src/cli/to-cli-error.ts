/** Converts any error to a one-line message and an exit code. */
import { isMarketError } from 'rxmarket'
import { CaptureError } from 'rxmarket/simulator'
import { CliError, USAGE_ERROR } from '../cli-error.js'

/** Error codes caused by an invalid argument. */
const USAGE_CODES = ['INVALID_OPTION', 'INVALID_CHANNEL'] as const

export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error
  if (USAGE_CODES.some(code => isMarketError(error, code)) || error instanceof CaptureError) {
    return new CliError((error as Error).message, USAGE_ERROR)
  }
  return new CliError(error instanceof Error ? error.message : String(error))
}
