/** Runs the monitor's command in this process, without a terminal. */
import { PassThrough } from 'node:stream'
import { Subject } from 'rxjs'
import { run } from '../src/cli/run.js'

export interface Command {
  /** Output so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves when stdout matches; rejects when the command ends before. */
  prints(pattern: RegExp): Promise<void>
  /** Ends the command, as Ctrl-C does. */
  quit(): void
  /** Resolves with the exit code. */
  readonly code: Promise<number>
}

export function start(...argv: readonly string[]): Command {
  const [stdin, stdout, stderr, quit$] = [
    new PassThrough(),
    new PassThrough(),
    new PassThrough(),
    new Subject(),
  ]
  let output = ''
  let errors = ''
  stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const streams = { stdin, stdout, stderr } as unknown as Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>
  // The output arrives after the write.
  const code = run(argv, { ...streams, quit$ }).then(async exit => {
    await new Promise(resolve => setImmediate(resolve))
    return exit
  })
  return {
    code,
    quit: () => quit$.next(undefined),
    get stdout() {
      return output
    },
    get stderr() {
      return errors
    },
    prints: pattern =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (pattern.test(output)) resolve()
        }
        check()
        stdout.on('data', check)
        void code.then(() => reject(new Error(`ended before ${pattern.source}:\n${output}\n${errors}`)))
      }),
  }
}
