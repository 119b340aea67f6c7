/** Reads the lines of a recording: plain or gzip, of any size. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { InputError } from './input-error.js'

export interface Line {
  /** Counted from 1. */
  readonly number: number
  readonly text: string
  /** Whether nothing ended it: the recorder may have been stopped while it wrote. */
  readonly isUnterminated: boolean
}

/** Bytes from which the form of a file is known. */
const HEAD = 6
/** UTF-16 units of one line, four times what Binance's own client accepts in a frame. */
const MAX_LINE = 64 * 1024 * 1024

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'there is no such file; check the path',
  EISDIR: 'is a folder; name the files in it',
  EACCES: 'may not be read; check its permissions',
  Z_DATA_ERROR: 'its gzip data are damaged; fetch it again',
}

/** The first bytes of files that are not read, and what to do. */
const OTHER_FORMS: readonly (readonly [bytes: readonly number[], problem: string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed with zstd; unpack it first'],
  [[0x50, 0x4b, 0x03, 0x04], 'is a zip archive; unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'is compressed with xz; unpack it first'],
  [[0x42, 0x5a, 0x68], 'is compressed with bzip2; unpack it first'],
  [[0xff, 0xfe], 'is UTF-16; convert it to UTF-8 first'],
  [[0xfe, 0xff], 'is UTF-16; convert it to UTF-8 first'],
]

/**
 * Yields the lines of a file without their ends, `\n` or `\r\n`. Gzip data that end early end the
 * last line.
 *
 * @param onNote gets what a user should know of the file
 */
export async function* readLines(file: string, onNote: (note: string) => void): AsyncGenerator<Line> {
  let number = 0
  let rest = ''
  try {
    for await (const chunk of chunksOf(file)) {
      const texts = (rest + chunk).split('\n')
      rest = texts.pop() ?? ''
      if (rest.length > MAX_LINE)
        throw new InputError(file, number + 1, 'is no text of lines; name a recording with one frame a line')
      for (const text of texts) yield { number: ++number, text: withoutReturn(text), isUnterminated: false }
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code !== 'Z_BUF_ERROR') throw new InputError(file, undefined, REASONS[code] ?? String(error))
    onNote(`${file}: its gzip data end early; what is before was read`)
  }
  if (rest !== '') yield { number: number + 1, text: withoutReturn(rest), isUnterminated: true }
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  const head = await headOf(file)
  const other = OTHER_FORMS.find(([bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (other !== undefined) throw new InputError(file, undefined, other[1])
  const bytes = createReadStream(file)
  const decoder = new TextDecoder()
  for await (const chunk of isGzip(head) ? unpack(bytes) : bytes)
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

/** Source: RFC 1952, 2.3.1. */
const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b

function unpack(bytes: NodeJS.ReadableStream): NodeJS.ReadableStream {
  const gunzip = createGunzip()
  bytes.on('error', error => gunzip.destroy(error as Error))
  return bytes.pipe(gunzip)
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text)
