/** Reads several files as one recording, in order of time. */
import { InputError } from './input-error.js'
import { parseLine, type RecordedFrame } from './parse-line.js'
import { readLines } from './read-lines.js'

/**
 * Yields the frames of all files. Files whose frames have times are merged by them; the others
 * follow in the order in which they are named.
 *
 * @param onNote gets what a user should know of the files
 */
export async function* readRecording(
  files: readonly string[],
  onNote: (note: string) => void,
): AsyncGenerator<RecordedFrame> {
  const sources = files.map(file => framesOf(file, onNote))
  const heads = await Promise.all(sources.map(async source => ({ source, next: await source.next() })))
  const isTimed = heads.every(({ next }) => next.done === true || next.value.time !== undefined)
  while (heads.length > 0) {
    const at = isTimed
      ? indexOfEarliest(heads.map(({ next }) => (next.done === true ? -1 : next.value.time)))
      : 0
    const head = heads[at] as (typeof heads)[number]
    if (head.next.done === true) heads.splice(at, 1)
    else {
      yield head.next.value
      head.next = await head.source.next()
    }
  }
}

async function* framesOf(file: string, onNote: (note: string) => void): AsyncGenerator<RecordedFrame> {
  let newest = -Infinity
  let count = 0
  let others = 0
  for await (const line of readLines(file, onNote)) {
    let frames: readonly RecordedFrame[]
    try {
      frames = parseLine(file, line)
    } catch (error) {
      if (!line.isUnterminated || !(error instanceof InputError)) throw error
      onNote(`${file}:${line.number}: the last line is cut off; it was left out`)
      return
    }
    if (frames.length === 0 && line.text.trim() !== '') others++
    for (const frame of frames) {
      count++
      // A recorder's clock may be set back; its lines are in the order of their receipt.
      if (frame.time !== undefined) newest = Math.max(newest, frame.time)
      yield frame.time === undefined ? frame : { ...frame, time: newest }
    }
  }
  if (count === 0) onNote(`${file}: has no frame of a stream`)
  else if (others > 0)
    onNote(`${file}: ${others} lines hold no frame of a stream, such as a reply or an answer of REST`)
}

function indexOfEarliest(times: readonly (number | undefined)[]): number {
  let earliest = 0
  times.forEach((time = -1, index) => {
    if (time < (times[earliest] ?? -1)) earliest = index
  })
  return earliest
}
