/** The command as a process of its own, run to its end or until it says something. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import * as runner from 'node:test'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../../bin/rxmarket-exchange.js', import.meta.url))

/** What has not ended by then hangs, and is ended, ms. */
const LONGEST = 30_000

export interface Run {
  readonly child: ChildProcess
  /** What it wrote so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves with the match of its stdout, rejects when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code. */
  readonly code: Promise<number | null>
}

export function run(...argv: readonly string[]): Run {
  const child = spawn(process.execPath, [BIN, ...argv], { timeout: LONGEST })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = once(child, 'close').then(([exit]) => exit as number | null)
  return {
    child,
    code,
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    says: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout)
          if (match !== null) resolve(match)
        }
        look()
        child.stdout.on('data', look)
        child.on('close', () => reject(new Error(`it never said ${pattern}:\n${stdout}\n${stderr}`)))
      }),
  }
}

const folder = mkdtempSync(join(tmpdir(), 'rxmarket-exchange-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
let files = 0

/** A file with this text, as a path. */
export function fileOf(text: string): string {
  const path = join(folder, String(++files))
  writeFileSync(path, text)
  return path
}

/** Tests that wait more than they work. Node's runner has promises that are its own to await. */
export const describeTogether = (title: string, body: () => void): void =>
  void runner.describe(title, { concurrency: 4 }, body)

export const it = (title: string, body: () => void | Promise<void>): void => void runner.it(title, body)
