/** From a line of a recording to what was received. */
import { isRecord } from '../../src/validation/check.js'
import { printValue } from '../../src/validation/print-value.js'
import { streamOfPayload } from './channel-of.js'
import { InputError } from './input-error.js'
import type { Line } from './read-lines.js'

export interface RecordedFrame {
  /** When it was received, epoch milliseconds, where the recording states it. */
  readonly time: number | undefined
  readonly stream: string
  readonly payload: unknown
  /** The combined frame, as the library decodes it. */
  readonly text: string
  readonly at: { readonly file: string; readonly line: number }
}

/** What a recorder writes before a frame: a URL, a time, both or none. */
const PREFIX = /^\uFEFF?(?:(?:wss?|https?):\/\/\S*(?:\s*(?:->|<->)\s*)?)?\s*["']?([\d.TZ:+-]*)["']?[\s:,;|]*$/
const URL_LINE = /^\uFEFF?(?:wss?|https?):\/\//

const EXPECTED =
  'expected one frame a line, such as {"stream":"btcusdt@trade","data":{…}} or the payload alone, with or without the time of receipt before it'

/**
 * Parses one line. Returns the frames in it: none for an empty line, the URL that a recorder writes
 * first, an answer of REST or a reply to a command. Throws `InputError`.
 */
export function parseLine(file: string, { number, text }: Line): readonly RecordedFrame[] {
  const start = text.search(/[{[]/)
  const before = start < 0 ? text : text.slice(0, start)
  if (text.trim() === '' || text === '\uFEFF' || (start < 0 && URL_LINE.test(text))) return []
  const [, time] = PREFIX.exec(before) ?? []
  if (start < 0 || time === undefined)
    throw new InputError(file, number, `${print(text)} is no recorded frame; ${EXPECTED}`)
  const json = text.slice(start)
  let message: unknown
  try {
    message = JSON.parse(json)
  } catch {
    const reason = /^[{[]\s*$/.test(json) ? 'JSON over several lines' : 'no valid JSON'
    throw new InputError(file, number, `${print(json)} is ${reason}; ${EXPECTED}. Repair or remove the line`)
  }
  const shared = { time: timeOf(time), at: { file, line: number } }
  const messages = isList(message) ? message : [message]
  return messages.flatMap((each): readonly RecordedFrame[] => {
    const found = frameIn(each) ?? wrappedIn(each)
    if (found === undefined) return []
    const { stream, payload } = found
    // The bytes as they were, where they are a frame.
    const isWhole = each === message && json.startsWith('{"stream":')
    return [{ ...shared, stream, payload, text: isWhole ? json.trimEnd() : combine(stream, payload) }]
  })
}

/** Whether a line holds several frames; else a list is one payload. */
const isList = (message: unknown): message is readonly unknown[] =>
  Array.isArray(message) && message.some(isCombined)

interface Found {
  readonly stream: string
  readonly payload: unknown
}

function frameIn(message: unknown): Found | undefined {
  if (isCombined(message)) return { stream: message.stream, payload: message.data }
  const stream = streamOfPayload(message)
  return stream === undefined ? undefined : { stream, payload: message }
}

/** The frame in a record of the recorder's own, such as `{"ts":1,"msg":{…}}`, as JSON or its text. */
function wrappedIn(message: unknown): Found | undefined {
  if (!isRecord(message)) return undefined
  for (const value of Object.values(message)) {
    const found = frameIn(typeof value === 'string' ? parsed(value) : value)
    if (found !== undefined) return found
  }
  return undefined
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // A text that only looks like JSON holds no frame.
    return undefined
  }
}

const isCombined = (message: unknown): message is { readonly stream: string; readonly data: unknown } =>
  isRecord(message) && typeof message['stream'] === 'string' && message['data'] !== undefined

const combine = (stream: string, data: unknown): string =>
  `{"stream":${JSON.stringify(stream)},"data":${JSON.stringify(data)}}`

/** Epoch milliseconds of a time in any unit, or of a date. */
function timeOf(text: string): number | undefined {
  const number = text.replace(/:$/, '')
  const time = /^\d+(\.\d+)?$/.test(number) ? Number(number) : Date.parse(text)
  if (!(time > 0)) return undefined
  if (/[T:-]/.test(number)) return time
  // Seconds have 10 digits, milliseconds 13, microseconds 16, nanoseconds 19.
  if (time < 1e11) return time * 1e3
  if (time < 1e14) return time
  return time < 1e17 ? time / 1e3 : time / 1e6
}

const print = (text: string): string => printValue(text, { maxLength: 60 })
