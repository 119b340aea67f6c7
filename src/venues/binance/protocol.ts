/**
 * Binance's control messages and the wrapping of its combined frames.
 *
 * Source: web-socket-streams.md, "Live Subscribing/Unsubscribing to streams", "Error Messages", "Server Shutdown". The live
 * exchange wraps an error as `{"error":{"code","msg"},"id"}` where the document shows `{"code","msg","id"}`: both are read.
 */
import * as t from 'io-ts'
import type { Frame } from '../../codec/frame.js'
import { isText } from '../../codec/read-text.js'
import { sample } from '../../codec/decode-error.js'
import { DecodeError } from '../../model/errors.js'
import type { CommandMethod, Reply } from '../venue.js'

const PREFIX = '{"stream":"'
/** Where the stream's name begins in a combined frame with the documented key order. */
export const nameAt = PREFIX.length

/** What stands between a stream's name and its payload, and after the payload. */
export const PAYLOAD = { payloadKey: 'data', wrapping: { before: '","data":', after: '}' } }

const QUOTE = 34
const TILDE = 126

/** Where the stream's name ends in such a frame, -1 for all others: answers, names that are not plain ASCII, `!serverShutdown`. */
export function peek({ bytes, length }: Frame): number {
  if (!isText(bytes, 0, PREFIX) || isText(bytes, nameAt, '!s')) return -1
  for (let at = nameAt; at < length; at++) {
    const code = bytes[at] as number
    if (code === QUOTE) return at
    if (code > TILDE) return -1
  }
  return -1
}

const Event = t.type({ stream: t.string })
const Answer = t.type({ id: t.number })
const Ack = t.type({ id: t.number, result: t.null })
const List = t.type({ id: t.number, result: t.array(t.string) })
const Failure = t.type({ code: t.number, msg: t.string })
const Wrapped = t.type({ error: Failure })
const Shutdown = t.type({ e: t.literal('serverShutdown') })
const WrappedShutdown = t.type({ data: Shutdown })

/** Reads a frame that is no plain event. */
export function reply(frame: string): Reply {
  let message: unknown
  try {
    message = JSON.parse(frame)
  } catch (cause) {
    return { type: 'unknown', error: new DecodeError(undefined, '', 'JSON', sample(frame), { cause }) }
  }
  if (WrappedShutdown.is(message) || Shutdown.is(message)) return { type: 'shutdown' }
  if (Event.is(message)) return { type: 'event', stream: message.stream }
  if (Ack.is(message)) return { type: 'ack', id: message.id }
  if (List.is(message)) return { type: 'list', id: message.id, streams: message.result }
  const failure = Wrapped.is(message) ? message.error : message
  if (Failure.is(failure)) {
    const id = Answer.is(message) ? message.id : undefined
    return { type: 'rejection', id, reason: failure.code, detail: failure.msg }
  }
  return {
    type: 'unknown',
    error: new DecodeError(undefined, '', "an event, an answer or an error of Binance's", sample(message)),
  }
}

export function command(method: CommandMethod, id: number, streams: readonly string[]): string {
  return JSON.stringify(method === 'LIST_SUBSCRIPTIONS' ? { method, id } : { method, params: streams, id })
}
