/** Loads recordings from files and texts. */
import { check, isRecord } from '../../validation/check.js'
import { mergeRecordings, parseRecording, type Recording } from './recording.js'
import { readRecordingFile } from './recording-file.js'

/** A recording: the path of a file (a gzip file is unpacked), or its text. */
export type RecordingSource = string | { readonly name: string; readonly text: string }

/**
 * Loads one or several recordings, merged in order of time. Rejects with `CaptureError`, or
 * `INVALID_OPTION`.
 */
export async function loadRecordings(
  sources: RecordingSource | readonly RecordingSource[],
): Promise<Recording> {
  const list = Array.isArray(sources) ? (sources as readonly RecordingSource[]) : [sources as RecordingSource]
  list.forEach(checkSource)
  const recordings = await Promise.all(
    list.map(async source =>
      typeof source === 'string'
        ? parseRecording(source, await readRecordingFile(source))
        : parseRecording(source.name, source.text),
    ),
  )
  return mergeRecordings(list.map(nameOf).join(', '), recordings)
}

function checkSource(source: unknown): void {
  const isSource =
    (typeof source === 'string' && source !== '') || (isRecord(source) && typeof source['text'] === 'string')
  check('recording', source, isSource, 'a path or { name, text }, or a list of them')
}

function nameOf(source: RecordingSource): string {
  return typeof source === 'string' ? source : source.name
}
