/** Turns whatever a getter or a proxy throws during a check into the error of the check. */
import { MarketError } from './market-error.js'

/**
 * Runs `check`, which looks at a value of the user's. An exception of a proxy or getter of that
 * value becomes the cause of the error that `toError` returns.
 */
export function guarded<T>(check: () => T, toError: (options: ErrorOptions) => MarketError): T {
  try {
    return check()
  } catch (cause) {
    throw cause instanceof MarketError ? cause : toError({ cause })
  }
}
