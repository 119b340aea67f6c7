/**
 * Parses control messages strictly. Anything invalid gets an error reply, or closes the connection.
 * Source: web-socket-streams.md, Live Subscribing/Unsubscribing to streams and Error Messages;
 * `Protocol` for the rest.
 */
import type { Protocol } from '../protocol.js'
import type { StreamNames } from '../streams/stream-names.js'
import { findSyntaxError, formatPosition } from './json-syntax.js'

/** A valid control message. `id` is JSON text, so that a 64-bit integer keeps its digits. */
export type Command =
  | { readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'; readonly streams: readonly string[]; readonly id: string }
  | { readonly method: 'LIST_SUBSCRIPTIONS'; readonly id: string }
  | { readonly method: 'SET_PROPERTY'; readonly combined: boolean; readonly id: string }
  | { readonly method: 'GET_PROPERTY'; readonly id: string }

/** A control message that gets an error reply, or (`CLOSE`) closes the connection with 1008. */
export type InvalidCommand =
  { readonly method: 'REJECT'; readonly reply: string } | { readonly method: 'CLOSE' }

/** The settings of parsing. */
export interface CommandSyntax {
  readonly protocol: Protocol
  readonly names: StreamNames
}

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const

/** The flat form of the documentation's table; `id` where the request has a valid one. */
export function formatError(code: number, msg: string, id?: string): string {
  return `{"code":${code},"msg":${JSON.stringify(msg)}${id === undefined ? '' : `,"id":${id}`}}`
}

/** The nested form, which the exchange uses for stream names, and live for methods. */
export function formatNestedError(code: number, msg: string, id: string): string {
  return `{"error":{"code":${code},"msg":${JSON.stringify(msg)}},"id":${id}}`
}

export function parseCommand(text: string, { protocol, names }: CommandSyntax): Command | InvalidCommand {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    // Not JSON: the position of the error is in the reply.
    if (protocol === 'live') return { method: 'CLOSE' }
    return reject(3, `Invalid JSON: expected value at ${formatPosition(text, findSyntaxError(text))}`)
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return reject(2, `Invalid request: expected an object at ${formatPosition(text, 0)}`)
  }
  const { method, params, id: given } = message as Record<string, unknown>
  if (protocol === 'live' && given !== undefined && typeof given !== 'number') return { method: 'CLOSE' }
  const id = parseId(text, given)
  if (method === undefined) {
    return reject(
      2,
      `Invalid request: missing field \`method\` at ${formatPosition(text, text.length - 1)}`,
      id,
    )
  }
  const known = METHODS.find(name => name === method)
  if (known === undefined) {
    const msg = unknownMethod(text, method)
    return protocol === 'live'
      ? { method: 'REJECT', reply: formatNestedError(2, msg, id ?? 'null') }
      : reject(2, msg, id)
  }
  if (id === undefined) return reject(2, 'Invalid request: request ID must be an unsigned integer')
  if (params !== undefined && !Array.isArray(params))
    return reject(2, 'Invalid request: params must be an array', id)
  const list: readonly unknown[] = params ?? []

  switch (known) {
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
      return parseStreams(known, list, names, id)
    case 'LIST_SUBSCRIPTIONS':
      return list.length > 0 ? reject(2, 'Invalid request: too many parameters', id) : { method: known, id }
    case 'SET_PROPERTY':
    case 'GET_PROPERTY':
      return parseProperty(known, list, id)
  }
}

function reject(code: number, msg: string, id?: string): InvalidCommand {
  return { method: 'REJECT', reply: formatError(code, msg, id) }
}

function unknownMethod(text: string, method: unknown): string {
  // Objects and arrays are not printed: they may be nested deeply.
  const name = typeof method === 'object' ? '' : JSON.stringify(method)
  const end = Math.max(0, text.indexOf(name)) + name.length - 1
  const expected = METHODS.map(name => `\`${name}\``).join(', ')
  const variant = typeof method === 'string' ? method : name
  const problem = typeof method === 'object' ? 'invalid type of `method`' : `unknown variant \`${variant}\``
  return `Invalid request: ${problem}, expected one of ${expected} at ${formatPosition(text, Math.max(0, end))}`
}

function parseStreams(
  method: 'SUBSCRIBE' | 'UNSUBSCRIBE',
  list: readonly unknown[],
  names: StreamNames,
  id: string,
): Command | InvalidCommand {
  const streams = list.filter(name => typeof name === 'string')
  if (list.length === 0) return reject(2, 'Invalid request: params must name at least one stream', id)
  if (streams.length < list.length || !streams.every(name => names.accepts(name))) {
    return { method: 'REJECT', reply: formatNestedError(2, 'Invalid request: invalid stream', id) }
  }
  return { method, streams, id }
}

function parseProperty(
  method: 'SET_PROPERTY' | 'GET_PROPERTY',
  list: readonly unknown[],
  id: string,
): Command | InvalidCommand {
  const [name, value] = list
  if (typeof name !== 'string') return reject(2, 'Invalid request: property name must be a string', id)
  if (list.length > (method === 'SET_PROPERTY' ? 2 : 1))
    return reject(2, 'Invalid request: too many parameters', id)
  if (name !== 'combined') return reject(0, 'Unknown property', id)
  if (method === 'GET_PROPERTY') return { method, id }
  if (typeof value !== 'boolean') return reject(1, 'Invalid value type: expected Boolean', id)
  return { method, combined: value, id }
}

/**
 * The id as JSON text: a 64-bit signed integer, up to 36 letters and digits, or null; undefined for
 * anything else.
 */
function parseId(text: string, id: unknown): string | undefined {
  if (id === null) return 'null'
  if (typeof id === 'string') return /^[\p{L}\p{N}-]{0,36}$/u.test(id) ? JSON.stringify(id) : undefined
  if (typeof id !== 'number') return undefined
  if (Number.isSafeInteger(id)) return String(id)
  const digits = /"id"\s*:\s*(-?\d+)\s*[,}]/.exec(text)?.[1]
  return digits !== undefined && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits) ? digits : undefined
}
