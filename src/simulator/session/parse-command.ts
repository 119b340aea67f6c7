/**
 * Parses control messages strictly; anything invalid gets the documented error reply.
 * Source: web-socket-streams.md, Live Subscribing/Unsubscribing to streams and Error Messages.
 */
import { findSyntaxError, formatPosition } from './json-syntax.js'
import { parseStream } from '../streams/stream-name.js'

/** A valid control message. `id` is JSON text, so that a 64-bit integer keeps its digits. */
export type Command =
  | { readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'; readonly streams: readonly string[]; readonly id: string }
  | { readonly method: 'LIST_SUBSCRIPTIONS'; readonly id: string }
  | { readonly method: 'SET_PROPERTY'; readonly combined: boolean; readonly id: string }
  | { readonly method: 'GET_PROPERTY'; readonly id: string }

/** The reply to an invalid control message. */
export interface ErrorReply {
  readonly method: 'REJECTED'
  readonly reply: string
}

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const

/** The flat form of the documentation's table; `id` where the request has a valid one. */
export function formatError(code: number, msg: string, id?: string): string {
  return `{"code":${code},"msg":${JSON.stringify(msg)}${id === undefined ? '' : `,"id":${id}`}}`
}

/** The nested form, which the exchange uses for a stream name of unknown form. */
export function formatNestedError(code: number, msg: string, id: string): string {
  return `{"error":{"code":${code},"msg":${JSON.stringify(msg)}},"id":${id}}`
}

export function parseCommand(text: string): Command | ErrorReply {
  const offset = findSyntaxError(text)
  if (offset >= 0) return reject(3, `Invalid JSON: expected value at ${formatPosition(text, offset)}`)
  const message: unknown = JSON.parse(text)
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return reject(2, `Invalid request: expected an object at ${formatPosition(text, 0)}`)
  }
  const { method, params, id: given } = message as Record<string, unknown>
  const id = readId(text, given)
  if (method === undefined) {
    return reject(
      2,
      `Invalid request: missing field \`method\` at ${formatPosition(text, text.length - 1)}`,
      id,
    )
  }
  const known = METHODS.find(name => name === method)
  if (known === undefined) {
    const named = JSON.stringify(method)
    const end = Math.max(0, text.indexOf(named)) + named.length - 1
    const expected = METHODS.map(name => `\`${name}\``).join(', ')
    const variant = typeof method === 'string' ? method : named
    return reject(
      2,
      `Invalid request: unknown variant \`${variant}\`, expected one of ${expected} at ${formatPosition(text, end)}`,
      id,
    )
  }
  if (id === undefined) return reject(2, 'Invalid request: request ID must be an unsigned integer')
  if (params !== undefined && !Array.isArray(params))
    return reject(2, 'Invalid request: params must be an array', id)
  const list: readonly unknown[] = params ?? []

  switch (known) {
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
      return readStreams(known, list, id)
    case 'LIST_SUBSCRIPTIONS':
      return list.length > 0 ? reject(2, 'Invalid request: too many parameters', id) : { method: known, id }
    case 'SET_PROPERTY':
    case 'GET_PROPERTY':
      return readProperty(known, list, id)
  }
}

function reject(code: number, msg: string, id?: string): ErrorReply {
  return { method: 'REJECTED', reply: formatError(code, msg, id) }
}

function readStreams(
  method: 'SUBSCRIBE' | 'UNSUBSCRIBE',
  list: readonly unknown[],
  id: string,
): Command | ErrorReply {
  const streams = list.filter(name => typeof name === 'string')
  if (list.length === 0) return reject(2, 'Invalid request: params must name at least one stream', id)
  if (streams.length < list.length || streams.some(name => parseStream(name) === undefined)) {
    return { method: 'REJECTED', reply: formatNestedError(2, 'Invalid request: invalid stream', id) }
  }
  return { method, streams, id }
}

function readProperty(
  method: 'SET_PROPERTY' | 'GET_PROPERTY',
  list: readonly unknown[],
  id: string,
): Command | ErrorReply {
  const [name, value] = list
  if (typeof name !== 'string') return reject(2, 'Invalid request: property name must be a string', id)
  if (list.length > (method === 'SET_PROPERTY' ? 2 : 1))
    return reject(2, 'Invalid request: too many parameters', id)
  if (name !== 'combined') return reject(0, 'Unknown property', id)
  if (method === 'GET_PROPERTY') return { method, id }
  if (typeof value !== 'boolean') return reject(1, 'Invalid value type: expected Boolean', id)
  return { method, combined: value, id }
}

/** The id as JSON text: a 64-bit signed integer, up to 36 letters and digits, or null; undefined for anything else. */
function readId(text: string, id: unknown): string | undefined {
  if (id === null) return 'null'
  if (typeof id === 'string') return /^[\p{L}\p{N}-]{0,36}$/u.test(id) ? JSON.stringify(id) : undefined
  if (typeof id !== 'number') return undefined
  if (Number.isSafeInteger(id)) return String(id)
  const digits = /"id"\s*:\s*(-?\d+)\s*[,}]/.exec(text)?.[1]
  return digits !== undefined && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits) ? digits : undefined
}
