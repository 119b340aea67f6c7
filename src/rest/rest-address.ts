/** Selects the REST address of a market. */
import { InvalidOptionError } from '../validation/invalid-option-error.js'
import { printValue } from '../validation/print-value.js'
import { redactUrl } from '../validation/redact-url.js'
import type { HttpRequest } from '../options.js'
import type { RestProtocol } from '../venues/rest-protocol.js'

interface AddressOptions {
  readonly url: string
  readonly restUrl: string | undefined
  readonly connect: unknown
  readonly request: HttpRequest | undefined
}

/**
 * Returns the address of REST, or an error for every method that needs it. A market on another
 * exchange must never ask the real one: the answer would be the history of another market. Throws
 * `InvalidOptionError` for an invalid `restUrl`.
 */
export function restAddress(
  protocol: RestProtocol,
  { url, restUrl, connect, request }: AddressOptions,
): string | InvalidOptionError {
  if (restUrl !== undefined) return protocol.checkAddress(restUrl)
  const own = protocol.addressFor(url)
  // The user's `connect` may open a socket anywhere, so only a `request` of the user's is sent to
  // the exchange's own address then.
  if (own !== undefined && (connect === undefined || request !== undefined)) return own
  const reason = own === undefined ? `url is ${printValue(redactUrl(url))}` : 'connect is given'
  return new InvalidOptionError(
    'restUrl',
    `is needed for snapshots and history, as ${reason}: pass the address of that exchange's REST (or the option exchange in place of connect)`,
  )
}
