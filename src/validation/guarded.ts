/** Keeps what a proxy or a getter throws from leaving a check. */
import { MarketError } from './market-error.js'

/**
 * Runs `check`, which looks at a value of the user's. Whatever a proxy or a getter of that value throws becomes the cause of the
 * error that `toError` returns.
 */
export function guarded<T>(check: () => T, toError: (options: ErrorOptions) => MarketError): T {
  try {
    return check()
  } catch (cause) {
    throw cause instanceof MarketError ? cause : toError({ cause })
  }
}
