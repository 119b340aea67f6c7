/** Test harness: the command in this process, or as its own process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { PassThrough, type Readable } from 'node:stream'
import * as runner from 'node:test'
import { fileURLToPath } from 'node:url'
import { Subject } from 'rxjs'
import { run } from '../src/run.js'

const BIN = fileURLToPath(new URL('../../../bin/rxmarket-exchange.js', import.meta.url))

/** Time limit of a process, ms. */
const TIMEOUT = 30_000

/** A command that runs. */
export interface Run {
  /** Output so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves with the match once stdout matches; rejects when the command ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code. */
  readonly code: Promise<number | null>
}

/** Runs the command in this process. */
export function start(...argv: readonly string[]): Run & { quit(): void } {
  const [stdout, stderr, quit$] = [new PassThrough(), new PassThrough(), new Subject<void>()]
  // The output arrives after the write.
  const code = run(argv, { stdout, stderr, quit$ }).then(async exit => {
    await new Promise(resolve => setImmediate(resolve))
    return exit
  })
  return Object.assign(observe(stdout, stderr, code), { quit: () => quit$.next() })
}

/** Runs the command as a user starts it. */
export function startProcess(...argv: readonly string[]): Run & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, [BIN, ...argv], { timeout: TIMEOUT })
  const code = once(child, 'close').then(([exit]) => exit as number | null)
  return Object.assign(observe(child.stdout, child.stderr, code), { child })
}

function observe(out: Readable, err: Readable, code: Promise<number | null>): Run {
  const texts = { stdout: '', stderr: '' }
  out.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text))
  err.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text))
  const prints = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(texts.stdout)
        if (match !== null) resolve(match)
      }
      check()
      out.on('data', check)
      void code.then(() =>
        reject(new Error(`ended before ${pattern.source}:\n${texts.stdout}\n${texts.stderr}`)),
      )
    })
  return Object.defineProperties({ prints, code } as unknown as Run, {
    stdout: { get: () => texts.stdout },
    stderr: { get: () => texts.stderr },
  })
}

const folder = mkdtempSync(join(tmpdir(), 'rxmarket-exchange-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
let files = 0

/** Writes a file with this text and returns its path. */
export function fileOf(text: string): string {
  const path = join(folder, String(++files))
  writeFileSync(path, text)
  return path
}

/** For tests that mostly wait. */
export const describeConcurrent = (title: string, body: () => void): void =>
  void runner.describe(title, { concurrency: 8 }, body)

/** A test; the promise that Node's runner returns is its own to await. */
export const it = (title: string, body: () => void | Promise<void>): void => void runner.it(title, body)
