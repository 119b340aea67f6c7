/** Parses recordings of combined frames, one per line, in the two forms that recorders write. */
import { printValue } from '../../validation/print-value.js'
import { CaptureError } from './capture-error.js'

/** One recorded frame. */
export interface RecordedFrame {
  /** When it was received, epoch ms, with a fraction. */
  readonly time: number
  readonly stream: string
  /** The payload's text, byte for byte. */
  readonly payload: string
}

const EXPECTED =
  'expected "<time in ns> {json}" or "<time in s>: {json}" with combined frames {"stream":…,"data":…} ' +
  '(record them from /stream, or choose another file)'

/**
 * Parses the frames of a recording. Skips empty lines, the URL that a recorder writes first, and REST responses.
 * Throws `CaptureError` for an invalid line, and for a recording without a frame.
 */
export function parseRecording(file: string, text: string): RecordedFrame[] {
  const frames: RecordedFrame[] = []
  let number = 0
  let newest = -Infinity
  for (const line of text.split('\n')) {
    number++
    if (/^\s*$|^(wss?|https?):\/\//.test(line)) continue
    const [, time, seconds, json] = /^(\d+(?:\.\d+)?)(:?) (\{.*\})\s*$/.exec(line) ?? []
    if (time === undefined || json === undefined)
      throw new CaptureError(file, number, `${print(line)} is not a recorded frame; ${EXPECTED}`)
    const frame = parseFrame(file, number, json)
    if (frame === undefined) continue
    newest = Math.max(newest, seconds === ':' ? Number(time) * 1e3 : Number(time) / 1e6)
    frames.push({ ...frame, time: newest })
  }
  if (frames.length === 0) throw new CaptureError(file, undefined, `it has no stream frame; ${EXPECTED}`)
  return frames
}

function parseFrame(file: string, line: number, json: string): Omit<RecordedFrame, 'time'> | undefined {
  let message: unknown
  try {
    message = JSON.parse(json)
  } catch (cause) {
    throw new CaptureError(file, line, `${print(json)} is not valid JSON; repair or remove the line`, {
      cause,
    })
  }
  const { stream, data } = message as { stream?: unknown; data?: unknown }
  if (typeof stream !== 'string' || data === undefined) return undefined
  const payload = /^\{"stream":"[^"]*","data":(.*)\}$/s.exec(json)?.[1]
  return { stream, payload: payload ?? JSON.stringify(data) }
}

function print(line: string): string {
  return printValue(line, { maxLength: 60 })
}
