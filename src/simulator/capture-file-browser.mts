/** A browser has no files to read: fetch the text and hand it to `exchange.playback({ text })`. */
import { CaptureError } from './capture.js'

export function readCaptureFile(file: string): Promise<string> {
  return Promise.reject(
    new CaptureError(
      file,
      undefined,
      'a browser cannot read files; fetch the text and give { name, text } instead',
    ),
  )
}
