/** Recordings from disk. A browser's build has `capture-file-browser.mts` instead. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { CaptureError } from './capture.js'

/** The text of a recording; one whose name ends in `.gz` is unpacked. */
export async function readCaptureFile(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    return (file.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes).toString('utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const why =
      code === 'ENOENT'
        ? 'there is no such file; check the path'
        : `it cannot be read (${code ?? String(cause)})`
    throw new CaptureError(file, undefined, why, { cause })
  }
}
