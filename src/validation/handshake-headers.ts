/**
 * Checks of what the handshake of a socket of `ws` takes. `handshake-headers-browser.ts` replaces
 * this in browsers.
 */
import { check, isRecord } from './check.js'
import { InvalidOptionError } from './invalid-option-error.js'
import { printValue } from './print-value.js'

/** Source: RFC 9110, section 5.6.2, "Tokens". */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/
/** Characters that Node accepts: latin1 without control characters other than the tab. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Strings by header name. Values are not printed, as they may be secret. */
export function checkHeaders(option: string, headers: unknown): void {
  if (!isRecord(headers))
    throw new InvalidOptionError(
      option,
      `should be an object of strings, such as { 'User-Agent': 'bot/1.0' }, got ${Object.prototype.toString.call(headers).slice(1, -1)}`,
    )
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name))
      throw new InvalidOptionError(option, `has an invalid header name, ${printValue(name)}`)
    if (typeof value === 'string' && HEADER_VALUE.test(value)) continue
    const given = typeof value === 'string' ? 'one with control or non-latin1 characters' : typeof value
    throw new InvalidOptionError(`${option}.${name}`, `should be a string that HTTP can carry, got ${given}`)
  }
}

/**
 * An `http.Agent`; without this check Node rejects another only at the first attempt to connect.
 */
export function checkAgent(option: string, agent: unknown): void {
  const isAgent =
    typeof agent === 'object' &&
    agent !== null &&
    'addRequest' in agent &&
    typeof agent.addRequest === 'function'
  check(option, agent, isAgent, "an http.Agent, such as https-proxy-agent's (undici's dispatchers are none)")
}
