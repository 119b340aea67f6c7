/**
 * Binance's control messages and the wrapping of its combined frames.
 *
 * Source: web-socket-streams.md, "Live Subscribing/Unsubscribing to streams", "Error Messages", "Server Shutdown". The live
 * exchange wraps an error as `{"error":{"code","msg"},"id"}` where the document shows `{"code","msg","id"}`: both are read.
 */
import * as t from 'io-ts'
import { sample } from '../../codec/decode-error.js'
import { DecodeError } from '../../model/errors.js'
import type { CommandMethod, Reply } from '../venue.js'

const PREFIX = '{"stream":"'
const SHUTDOWN_STREAM = '!serverShutdown'

/** The stream name of a combined event frame in the documented key order, without parsing the frame. */
export function peek(frame: string): string | undefined {
  if (!frame.startsWith(PREFIX)) return undefined
  const end = frame.indexOf('"', PREFIX.length)
  const stream = frame.slice(PREFIX.length, end)
  return end < 0 || stream === SHUTDOWN_STREAM ? undefined : stream
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
