/** The monitor as a process of its own, run to its end or until it says something. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** No colour, and no build server: what a person has at home. */
const { CI: _ci, CONTINUOUS_INTEGRATION: _integration, FORCE_COLOR: _color, ...home } = process.env
const env = { ...home, TERM: 'xterm-256color', SHELL: '/bin/sh' }

/** What has not ended by then hangs, and is ended, ms. */
const LONGEST = 30_000

export interface Run {
  readonly child: ChildProcess
  /** What it wrote so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves when its stdout matches, rejects when it ends before. */
  says(pattern: RegExp): Promise<void>
  /** Resolves with the exit code. */
  readonly code: Promise<number | null>
}

export function run(...argv: readonly string[]): Run {
  return start(process.execPath, [MAIN, ...argv])
}

/**
 * In a terminal of its own, by `script` of util-linux, whose shell is whichever the person has: so one is named. Ctrl-C there goes to
 * the shell too, which without the trap would end before it told the exit code.
 */
export function runInTerminal(...argv: readonly string[]): Run {
  const node = [process.execPath, MAIN, ...argv].join(' ')
  const command = `trap : INT; stty cols 80 rows 24; ${node}; code=$?; echo "exit code $code"; exit $code`
  return start('script', ['-qfec', command, '/dev/null'])
}

function start(file: string, argv: readonly string[]): Run {
  const child = spawn(file, argv, { env, timeout: LONGEST })
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
          if (pattern.test(stdout)) resolve()
        }
        look()
        child.stdout.on('data', look)
        child.on('close', () => reject(new Error(`it never said ${pattern}:\n${stdout}\n${stderr}`)))
      }),
  }
}
