/** Runs the command: flags, an exchange on a port, a line a second, a summary, an exit code. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { asyncScheduler, firstValueFrom, interval, type Observable } from 'rxjs'
import {
  CaptureError,
  createExchange,
  type Exchange,
  InvalidOptionError,
  ListenError,
  type Playback,
} from 'rxmarket/simulator'
import { Failure, USAGE } from './failure.js'
import { readFaultsFile } from './faults-file.js'
import { HELP, parseFlags, type Settings } from './flags.js'
import { greeting, Report } from './report.js'

export interface Terminal {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  /** Emits when the user ends the command. */
  readonly quit$: Observable<unknown>
}

const SECOND = 1_000

/** Resolves with the exit code when all is closed; never rejects. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const settings = parseFlags(argv)
    if (settings === 'help') terminal.stdout.write(HELP)
    else if (settings === 'version') terminal.stdout.write(`${version()}\n`)
    else await serve(settings, terminal)
    return 0
  } catch (error) {
    const failure = explain(error)
    terminal.stderr.write(`rxmarket-exchange: ${failure.message}\n`)
    return failure.exitCode
  }
}

async function serve(settings: Settings, { stdout, quit$ }: Terminal): Promise<void> {
  // Subscribed from the beginning, as the user may end the command before it listens.
  const quit = firstValueFrom(quit$)
  const { port, host, seed, preset, symbols, limits, protocol, legacy, quiet } = settings
  const faults = settings.faults === undefined ? [] : await readFaultsFile(settings.faults)
  const start = asyncScheduler.now()
  const exchange = createExchange({ seed, preset, symbols, limits, protocol, legacy })
  try {
    const playback = await startPlayback(exchange, settings)
    const address = await exchange.listen(port, { host })
    const report = new Report(exchange)
    const print = (text: string) => void (!quiet && stdout.writable && stdout.write(text))
    print(greeting(address, settings, faults.length, playback))
    exchange.faults.play(faults)
    const lines = interval(SECOND).subscribe(() => print(report.line(new Date(asyncScheduler.now()))))
    await Promise.race([quit, ...(playback === undefined ? [] : [playback.done])])
    lines.unsubscribe()
    await exchange.close()
    print(report.summary(asyncScheduler.now() - start))
  } finally {
    await exchange.close()
  }
}

async function startPlayback(
  exchange: Exchange,
  { playback, speed }: Settings,
): Promise<Playback | undefined> {
  return playback === undefined ? undefined : exchange.playback(playback, { speed })
}

function version(): string {
  const manifest = readFileSync(createRequire(import.meta.url).resolve('rxmarket/package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

function explain(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof InvalidOptionError) return new Failure(error.message, USAGE)
  if (error instanceof ListenError || error instanceof CaptureError) return new Failure(error.message)
  return new Failure(error instanceof Error ? (error.stack ?? error.message) : String(error))
}
