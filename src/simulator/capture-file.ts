/** Recordings from disk. A browser's build has `capture-file-browser.mts` instead. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { CaptureError } from './capture.js'

/** What the first two bytes of whatever gzip has packed are. Source: RFC 1952, 2.3.1. */
const isPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EISDIR: 'it is a folder; choose a file in it',
  EACCES: 'it may not be read; check its permissions',
  Z_BUF_ERROR: 'its gzip data ends early; fetch it again',
  Z_DATA_ERROR: 'its gzip data is damaged; fetch it again',
}

/** The text of a recording; one that gzip has packed is unpacked, whatever its name. */
export async function readCaptureFile(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    return (isPacked(bytes) ? await promisify(gunzip)(bytes) : bytes).toString('utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new CaptureError(file, undefined, REASONS[code] ?? `it cannot be read (${String(cause)})`, {
      cause,
    })
  }
}
