/** Runs the monitor as a process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** The environment of an interactive user: no CI and no forced colours. */
const {
  CI: _ci,
  CONTINUOUS_INTEGRATION: _integration,
  FORCE_COLOR: _color,
  NO_COLOR: _noColor,
  ...home
} = process.env
const env = { ...home, TERM: 'xterm-256color', SHELL: '/bin/sh' }

/** Time limit of a process, ms. */
const TIMEOUT = 30_000

export interface Run {
  readonly child: ChildProcess
  /** Output so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves when stdout matches; rejects when the process ends before. */
  prints(pattern: RegExp): Promise<void>
  /** Resolves with the exit code. */
  readonly code: Promise<number | null>
}

export function run(...argv: readonly string[]): Run {
  return start(process.execPath, [MAIN, ...argv])
}

/**
 * Runs the monitor in a pseudo-terminal, with `script` of util-linux. Ctrl-C also goes to the
 * shell, which without the trap would end before it prints the exit code.
 */
export function runInTerminal(argv: readonly string[] = [], variables: NodeJS.ProcessEnv = {}): Run {
  const node = [process.execPath, MAIN, ...argv].join(' ')
  const command = `trap : INT; stty cols 80 rows 24; ${node}; code=$?; echo "exit code $code"; exit $code`
  return start('script', ['-qfec', command, '/dev/null'], variables)
}

function start(file: string, argv: readonly string[], variables: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(file, argv, { env: { ...env, ...variables }, timeout: TIMEOUT })
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
    prints: pattern =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (pattern.test(stdout)) resolve()
        }
        check()
        child.stdout.on('data', check)
        child.on('close', () =>
          reject(new Error(`the process ended before ${pattern}:\n${stdout}\n${stderr}`)),
        )
      }),
  }
}
