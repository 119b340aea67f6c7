/**
 * Binance's control messages and the envelope of its combined frames.
 *
 * Source: web-socket-streams.md, "Live Subscribing/Unsubscribing to streams", "Error Messages",
 * "Server Shutdown". The live exchange wraps an error as `{"error":{"code","msg"},"id"}` where the
 * document shows `{"code","msg","id"}`: both are read.
 */
import * as t from 'io-ts'
import { sample } from '../../codec/decode-error.js'
import type { Envelope } from '../../codec/envelope.js'
import { isText } from '../../codec/fast-path/read-text.js'
import type { Frame } from '../../codec/frame.js'
import { parseJson } from '../../codec/parse-json.js'
import { DecodeError } from '../../model/errors/frame-errors.js'
import { cleanText } from '../../validation/clean-text.js'
import type { CommandMethod, Reply } from '../venue.js'
import { Integer } from './fields.js'

export const envelope: Envelope = {
  streamKey: 'stream',
  payloadKey: 'data',
  beforeName: '{"stream":"',
  beforePayload: '","data":',
  afterPayload: '}',
}

export const streamNameStart = envelope.beforeName.length

const SPACE = 32
const QUOTE = 34
const BACKSLASH = 92
const TILDE = 126

/**
 * -1 for replies, for `!serverShutdown`, and for names that are not plain ASCII, which need
 * JSON.parse.
 */
export function findStreamNameEnd({ bytes, length }: Frame): number {
  if (!isText(bytes, 0, envelope.beforeName) || isText(bytes, streamNameStart, '!s')) return -1
  for (let at = streamNameStart; at < length; at++) {
    const code = bytes[at] as number
    if (code === QUOTE) return at
    if (code < SPACE || code > TILDE || code === BACKSLASH) return -1
  }
  return -1
}

const Event = t.type({ stream: t.string })
const WithId = t.type({ id: Integer })
const Ack = t.type({ id: Integer, result: t.null })
const List = t.type({ id: Integer, result: t.array(t.string) })
const Failure = t.type({ code: Integer, msg: t.string })
const WrappedFailure = t.type({ error: Failure })
const Shutdown = t.type({ e: t.literal('serverShutdown') })
const WrappedShutdown = t.type({ data: Shutdown })

/** Reads a frame in which no stream's name was found. */
export function parseReply(frame: string): Reply {
  const parsed = parseJson(frame, undefined)
  if (parsed._tag === 'Left') return { type: 'unknown', error: parsed.left }
  const message = parsed.right
  if (WrappedShutdown.is(message)) return { type: 'shutdown' }
  if (Event.is(message)) return { type: 'event', stream: cleanText(message.stream) }
  if (Shutdown.is(message)) return { type: 'shutdown' }
  if (Ack.is(message)) return { type: 'ack', id: message.id }
  if (List.is(message)) return { type: 'list', id: message.id, streams: message.result.filter(isStreamName) }
  const failure = WrappedFailure.is(message) ? message.error : message
  if (Failure.is(failure)) {
    const id = WithId.is(message) ? message.id : undefined
    const { code, msg } = failure
    return {
      type: 'rejection',
      id,
      reason: code,
      detail: cleanText(msg),
      isTemporary: isTemporary(code, msg),
    }
  }
  const expected = "an event, a reply or an error of Binance's"
  return { type: 'unknown', error: new DecodeError(undefined, '', expected, sample(frame)) }
}

/**
 * Codes of requests that may succeed later: disconnected, too many requests, server busy or
 * overloaded, a backend that timed out.
 *
 * Source: errors.md, "10xx - General Server or Network issues".
 */
const TEMPORARY_CODES: readonly number[] = [-1001, -1003, -1004, -1006, -1007, -1008, -1015, -1016]

/** HTTP statuses with the same meaning: banned, too many requests, and failures of the server. */
const isTemporaryStatus = (code: number): boolean =>
  code === 418 || code === 429 || (code >= 500 && code < 600)

export const isTemporary = (code: number, text: string): boolean =>
  TEMPORARY_CODES.includes(code) ||
  isTemporaryStatus(code) ||
  /too many (requests|messages)|rate.?limit/i.test(text.slice(0, 200))

/**
 * Whether a name can be one of ours and can be printed: short, and unchanged by cleaning. Most
 * names are plain ASCII.
 */
const isStreamName = (name: string): boolean => /^[!-~]{1,200}$/.test(name) || cleanText(name) === name

export function formatCommand(method: CommandMethod, id: number, streams: readonly string[]): string {
  return JSON.stringify(method === 'LIST_SUBSCRIPTIONS' ? { method, id } : { method, params: streams, id })
}
