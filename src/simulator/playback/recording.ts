/**
 * Parses recordings: combined frames and depth snapshots, one per line, in the forms that recorders
 * write.
 */
import { isRecord } from '../../validation/check.js'
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

/** Price and quantity as recorded. */
export type RecordedLevel = readonly [price: string, quantity: string]

/** A book: best prices first. */
export interface RecordedDepth {
  readonly lastUpdateId: number
  readonly bids: readonly RecordedLevel[]
  readonly asks: readonly RecordedLevel[]
}

/** A recorded response to REST `depth`. */
export interface RecordedSnapshot extends RecordedDepth {
  /** When it was received, epoch ms, with a fraction. */
  readonly time: number
  /** In upper case; undefined where the recording does not name it. */
  readonly symbol: string | undefined
}

/** Frames and snapshots, each in order of time. */
export interface Recording {
  readonly frames: readonly RecordedFrame[]
  readonly snapshots: readonly RecordedSnapshot[]
}

const EXPECTED =
  'expected "<time in ns> {json}" or "<time in s>: {json}" with combined frames {"stream":…,"data":…} ' +
  '(record them from /stream, or choose another file)'

/**
 * Parses a recording. Skips empty lines, the URL that a recorder writes first, and REST responses
 * other than `depth`. Throws `CaptureError` for an invalid line.
 */
export function parseRecording(file: string, text: string): Recording {
  const frames: RecordedFrame[] = []
  const snapshots: RecordedSnapshot[] = []
  let number = 0
  let newest = -Infinity
  for (const line of text.split('\n')) {
    number++
    const [, url, record] = /^(?:((?:wss?|https?):\/\/.*?)(?: -> |$))?(.*)$/.exec(line) ?? []
    if (record === undefined || record.trim() === '') continue
    const [, time, colon, json] = /^(\d+(?:\.\d+)?)(:?) (\{.*\})\s*$/.exec(record) ?? []
    if (time === undefined || json === undefined) {
      throw new CaptureError(file, number, `${print(line)} is not a recorded frame; ${EXPECTED}`)
    }
    newest = Math.max(newest, colon === ':' ? Number(time) * 1e3 : Number(time) / 1e6)
    const message = parseJson(file, number, json)
    const { stream, data } = message
    if (typeof stream === 'string' && data !== undefined) {
      frames.push({ time: newest, stream, payload: payloadOf(json, data) })
    } else if (isDepth(message)) {
      const { lastUpdateId, bids, asks } = message
      snapshots.push({ time: newest, symbol: symbolIn(url), lastUpdateId, bids, asks })
    }
  }
  return { frames, snapshots }
}

/** Merges recordings in order of time. Throws `CaptureError` where none has a frame. */
export function mergeRecordings(file: string, recordings: readonly Recording[]): Recording {
  const frames = recordings.flatMap(({ frames }) => frames)
  if (frames.length === 0) throw new CaptureError(file, undefined, `it has no stream frame; ${EXPECTED}`)
  const snapshots = recordings.flatMap(({ snapshots }) => snapshots)
  const byTime = (a: { readonly time: number }, b: { readonly time: number }) => a.time - b.time
  return { frames: frames.sort(byTime), snapshots: snapshots.sort(byTime) }
}

function parseJson(file: string, line: number, json: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(json) as Record<string, unknown>
  } catch (cause) {
    throw new CaptureError(file, line, `${print(json)} is not valid JSON; repair or remove the line`, {
      cause,
    })
  }
}

/** The text of `data`, unchanged where the frame has the exchange's own form. */
function payloadOf(json: string, data: unknown): string {
  return /^\{"stream":"[^"]*","data":(.*)\}$/s.exec(json)?.[1] ?? JSON.stringify(data)
}

function isDepth(message: unknown): message is RecordedDepth {
  return (
    isRecord(message) &&
    typeof message['lastUpdateId'] === 'number' &&
    Array.isArray(message['bids']) &&
    Array.isArray(message['asks'])
  )
}

function symbolIn(url: string | undefined): string | undefined {
  return /\/depth\?(?:.*&)?symbol=([^&\s]+)/.exec(url ?? '')?.[1]?.toUpperCase()
}

function print(line: string): string {
  return printValue(line, { maxLength: 60 })
}
