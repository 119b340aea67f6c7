/** Checks the options of a handshake: URL, headers, agent, `connect`. */
import { check, checkScheduler, isRecord } from './check.js'
import { InvalidOptionError } from './invalid-option-error.js'
import { printValue } from './print-value.js'

/** Source: RFC 9110, section 5.6.2, "Tokens". */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/
/** Characters that Node accepts: latin1 without control characters other than the tab. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** A string. The value of another type is not printed in whole, as it may contain credentials. */
export function checkUrlType(option: string, url: unknown, example = 'wss://host:port'): void {
  if (typeof url === 'string') return
  const isObject = typeof url === 'object' && url !== null
  const given = isObject ? Object.prototype.toString.call(url).slice(1, -1) : printValue(url)
  const advice = isObject && 'href' in url ? '; pass its href' : ''
  throw new InvalidOptionError(option, `should be a string such as "${example}", got ${given}${advice}`)
}

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

/** A function from a URL to a socket. */
export function checkConnect(option: string, connect: unknown): void {
  check(option, connect, typeof connect === 'function', 'a function from a URL to a socket')
  const isClass = /^class\b/.test(Function.prototype.toString.call(connect))
  if (isClass || connect === globalThis.WebSocket) {
    const name = (connect as { readonly name: string }).name || 'WebSocket'
    throw new InvalidOptionError(
      option,
      `should be a function from a URL to a socket, got the class ${name}; write url => new ${name}(url)`,
    )
  }
}

/** An exchange of `rxmarket/simulator`; its members, read once. */
export function checkExchange<
  E extends { readonly connect: unknown; readonly request$: unknown; readonly scheduler: unknown },
>(option: string, exchange: E): Pick<E, 'connect' | 'request$' | 'scheduler'> {
  const { connect, request$, scheduler } = Object(exchange) as Partial<E>
  const isExchange = typeof connect === 'function' && typeof request$ === 'function'
  check(option, exchange, isExchange, 'an exchange such as createExchange() of rxmarket/simulator')
  checkScheduler(`${option}.scheduler`, scheduler)
  return { connect, request$, scheduler }
}
