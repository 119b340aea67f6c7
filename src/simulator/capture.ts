/** Recordings of combined frames, one a line, in the two forms that recorders write. */

/** One recorded frame. */
export interface RecordedFrame {
  /** When it was received, epoch ms, with a fraction. */
  readonly time: number
  readonly stream: string
  /** The payload's text, byte for byte. */
  readonly payload: string
}

/** A recording that cannot be read: which file, at which line, and why. */
export class CaptureError extends Error {
  readonly code = 'CAPTURE_UNREADABLE'

  constructor(
    readonly file: string,
    /** Counted from 1; undefined when the file as a whole is at fault. */
    readonly line: number | undefined,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`Cannot play ${file}${line === undefined ? '' : `, line ${line}`}: ${why}`, options)
    this.name = 'CaptureError'
  }
}

const EXPECTED =
  'expected "<time in ns> {json}" or "<time in s>: {json}" with combined frames {"stream":…,"data":…} ' +
  '(record them from /stream, or choose another file)'

/**
 * Reads the frames of a recording; skips empty lines, the URL that a recorder writes first, and answers of REST.
 * A line with a fault in it is a `CaptureError`, as is a recording without any frame.
 */
export function readCapture(file: string, text: string): RecordedFrame[] {
  const frames: RecordedFrame[] = []
  let number = 0
  let newest = -Infinity
  for (const line of text.split('\n')) {
    number++
    if (/^\s*$|^(wss?|https?):\/\//.test(line)) continue
    const [, time, seconds, json] = /^(\d+(?:\.\d+)?)(:?) (\{.*\})\s*$/.exec(line) ?? []
    if (time === undefined || json === undefined)
      throw new CaptureError(file, number, `${sample(line)} is no recorded frame; ${EXPECTED}`)
    const frame = readFrame(file, number, json)
    if (frame === undefined) continue
    newest = Math.max(newest, seconds === ':' ? Number(time) * 1e3 : Number(time) / 1e6)
    frames.push({ ...frame, time: newest })
  }
  if (frames.length === 0) throw new CaptureError(file, undefined, `it holds no stream frame; ${EXPECTED}`)
  return frames
}

function readFrame(file: string, line: number, json: string): Omit<RecordedFrame, 'time'> | undefined {
  let message: unknown
  try {
    message = JSON.parse(json)
  } catch (cause) {
    throw new CaptureError(file, line, `${sample(json)} is not whole JSON; mend or remove the line`, {
      cause,
    })
  }
  const { stream, data } = message as { stream?: unknown; data?: unknown }
  if (typeof stream !== 'string' || data === undefined) return undefined
  const plain = /^\{"stream":"[^"]*","data":(.*)\}$/s.exec(json)?.[1]
  return { stream, payload: plain ?? JSON.stringify(data) }
}

function sample(line: string): string {
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line)
}
