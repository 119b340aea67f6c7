/**
 * A browser cannot read files: fetch the text and give it to `exchange.playback({ name, text })`.
 */
import { CaptureError } from './capture-error.js'

export function readRecordingFile(file: string): Promise<string> {
  return Promise.reject(
    new CaptureError(
      file,
      undefined,
      'a browser cannot read files; fetch the text and give { name, text } instead',
    ),
  )
}
