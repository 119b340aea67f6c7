/** Runs the command: parses flags, opens a source, renders it, prints a summary. */
import process from 'node:process'
import isInCi from 'is-in-ci'
import {
  asyncScheduler,
  connect,
  delay,
  filter,
  lastValueFrom,
  merge,
  type Observable,
  race,
  switchMap,
  take,
  takeUntil,
  timer,
} from 'rxjs'
import { type View } from '../state/view.js'
import { type Renderer } from '../ui/renderer.js'
import { textRenderer } from '../ui/text/text-renderer.js'
import { watchBook$ } from '../watch/watch-book.js'
import { watch$ } from '../watch/watch.js'
import { parseFlags, type Settings } from './flags.js'
import { openSource, type Source } from './source.js'
import { toCliError } from './to-cli-error.js'

export interface Terminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WritableStream
  /** Emits on SIGINT, SIGTERM, SIGHUP or when stdout is closed. */
  readonly quit$: Observable<unknown>
}

/** Time limit for the last frames of a recording to arrive, ms. */
const DELIVERY_TIMEOUT = 2_000

/** Resolves with the exit code when everything is closed; never rejects. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const settings = parseFlags(argv)
    if ('output' in settings) terminal.stdout.write(settings.output)
    else await monitor(settings, terminal)
    return 0
  } catch (error) {
    const { message, exitCode } = toCliError(error)
    terminal.stderr.write(`monitor: ${message}\n`)
    return exitCode
  }
}

async function monitor(settings: Settings, terminal: Terminal): Promise<void> {
  const { stdout, quit$ } = terminal
  const source = await openSource(settings)
  const { market, channels, name, isRecorded } = source
  const renderer = await createRenderer(settings, terminal, name)
  try {
    const scheduler = asyncScheduler
    const watched$ =
      settings.book === undefined
        ? watch$(market, channels, { scheduler, isRecorded })
        : watchBook$(market, settings.book, { scheduler })
    const views$ = watched$.pipe(untilEnd(source), takeUntil(merge(quit$, renderer.quit$)))
    const view = await lastValueFrom(renderer.render$(views$))
    if (stdout.writable) stdout.write(`${renderer.summary(view, asyncScheduler.now(), source.played())}\n`)
  } finally {
    await source.close()
  }
}

async function createRenderer(
  { isPlain }: Settings,
  { stdin, stdout }: Terminal,
  name: string,
): Promise<Renderer> {
  if (isPlain || !canUseInk(stdout)) return textRenderer(text => void stdout.write(text))
  // Loaded on demand, as Ink takes long to load.
  const { inkRenderer } = await import('../ui/ink/ink-renderer.js')
  return inkRenderer({ stdin, stdout, name })
}

/** In CI, Ink draws only the last frame; a dumb terminal cannot move its cursor. */
const canUseInk = ({ isTTY }: NodeJS.WriteStream): boolean =>
  isTTY && !isInCi && process.env['TERM'] !== 'dumb'

/** Completes when the source has ended and its last frames have arrived. */
const untilEnd =
  ({ ended$ }: Source) =>
  (source: Observable<View>): Observable<View> =>
    source.pipe(
      connect(views$ => {
        const end$ = ended$.pipe(
          switchMap(({ delivered }) =>
            race(
              views$.pipe(filter(({ events, errors }) => events + errors >= delivered)),
              timer(DELIVERY_TIMEOUT),
            ),
          ),
          take(1),
          // The alerts of the last event follow it in the same turn.
          delay(0),
        )
        return views$.pipe(takeUntil(end$))
      }),
    )
