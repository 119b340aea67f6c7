/** Reads recordings from files. A browser's build has `recording-file-browser.mts` instead. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { CaptureError } from './capture-error.js'

/** Whether bytes are a gzip file. Source: RFC 1952, 2.3.1. */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EISDIR: 'it is a folder; choose a file in it',
  EACCES: 'it may not be read; check its permissions',
  Z_BUF_ERROR: 'its gzip data ends early; fetch it again',
  Z_DATA_ERROR: 'its gzip data is damaged; fetch it again',
}

/** Returns the text of a recording; a gzip file is unpacked, whatever its name. */
export async function readRecordingFile(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    return (isGzip(bytes) ? await promisify(gunzip)(bytes) : bytes).toString('utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new CaptureError(file, undefined, REASONS[code] ?? `it cannot be read (${String(cause)})`, {
      cause,
    })
  }
}
