/** Checks of what a connection is opened with: URL, `connect`, `exchange`. */
import { check, checkScheduler } from './check.js'
import { InvalidOptionError } from './invalid-option-error.js'
import { printValue } from './print-value.js'

/** A string. The value of another type is not printed in whole, as it may contain credentials. */
export function checkUrlType(option: string, url: unknown, example = 'wss://host:port'): void {
  if (typeof url === 'string') return
  const isObject = typeof url === 'object' && url !== null
  const given = isObject ? Object.prototype.toString.call(url).slice(1, -1) : printValue(url)
  const advice = isObject && 'href' in url ? '; pass its href' : ''
  throw new InvalidOptionError(option, `should be a string such as "${example}", got ${given}${advice}`)
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
