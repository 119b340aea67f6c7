/** Turns whatever a getter or a proxy throws during a check into the error of the check. */
import { MarketError } from './market-error.js'

/**
 * Runs `check`, which looks at a value of the user's. Whatever a proxy or a getter of that value
 * throws becomes the cause of the error that `toError` returns.
 */
export function guarded<T>(check: () => T, toError: (options: ErrorOptions) => MarketError): T {
  try {
    return check()
  } catch (cause) {
    throw cause instanceof MarketError ? cause : toError({ cause })
  }
}
