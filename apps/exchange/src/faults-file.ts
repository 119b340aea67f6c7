/** A schedule of faults, from a file. */
import { readFile } from 'node:fs/promises'
import { InvalidFaultError, readFaults, type ScheduledFault } from 'rxmarket/simulator'
import { Failure, USAGE } from './failure.js'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}

/** Throws a {@link Failure} with exit code 2 that names the entry and the field. */
export async function readFaultsFile(path: string): Promise<readonly ScheduledFault[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      `Cannot read the faults of ${path}: ${REASONS[error.code ?? ''] ?? error.message}`,
      USAGE,
    )
  })
  try {
    // Some editors begin a file with a byte order mark.
    return readFaults(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Failure(`The faults of ${path} are not JSON: ${placed(error.message, text)}`, USAGE)
    }
    if (error instanceof InvalidFaultError) throw new Failure(`In ${path}: ${error.message}`, USAGE)
    throw error
  }
}

/**
 * The parser counts characters, editors lines. Text quoted from a binary file must not reach a
 * terminal.
 */
function placed(message: string, text: string): string {
  return message
    .replace(/[^\P{C}\n]/gu, '\uFFFD')
    .replace(/(?: in JSON)? at position (\d+).*$/s, (_, position: string) => {
      const before = text.slice(0, Number(position)).split('\n')
      return `, line ${before.length} column ${(before.at(-1) ?? '').length + 1}`
    })
}
