/** The run: flags, a source, a face, a summary, an exit code. */
import process from 'node:process'
import isInCi from 'is-in-ci'
import {
  asyncScheduler,
  connect,
  delay,
  filter,
  lastValueFrom,
  type Observable,
  race,
  switchMap,
  take,
  takeUntil,
  timer,
} from 'rxjs'
import { type View } from './core/view.js'
import { watch$ } from './core/watch.js'
import { explain } from './explain.js'
import { plainFace } from './faces/plain-face.js'
import { type Face } from './faces/face.js'
import { parseFlags, type Settings } from './flags.js'
import { openSource, type Source } from './source.js'

export interface Terminal {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WritableStream
  /** Emits when the person wants to leave. */
  readonly quit$: Observable<unknown>
}

/** How long the last frames of a recording may take to reach us, ms. */
const LAST_FRAMES = 2_000

/** Resolves with the exit code when all is closed; never rejects. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const settings = parseFlags(argv)
    if ('help' in settings) terminal.stdout.write(settings.help)
    else await monitor(settings, terminal)
    return 0
  } catch (error) {
    const { message, exitCode } = explain(error)
    terminal.stderr.write(`monitor: ${message}\n`)
    return exitCode
  }
}

async function monitor(settings: Settings, { stdout, quit$ }: Terminal): Promise<void> {
  const source = await openSource(settings)
  const { market, channels, name, isRecorded } = source
  const face = await faceFor(settings, stdout, name)
  try {
    const views$ = watch$(market, channels, { scheduler: asyncScheduler, isRecorded }).pipe(
      untilEnd(source),
      takeUntil(quit$),
    )
    const view = await lastValueFrom(face.show$(views$))
    if (stdout.writable) stdout.write(`${face.summary(view, asyncScheduler.now(), source.played())}\n`)
  } finally {
    await source.close()
  }
}

async function faceFor({ isPlain }: Settings, stdout: NodeJS.WriteStream, name: string): Promise<Face> {
  if (isPlain || !canDraw(stdout)) return plainFace(text => void stdout.write(text))
  // Ink takes a while to load: only for those who look at it.
  const { screenFace } = await import('./faces/screen/screen-face.js')
  return screenFace({ stdout, name })
}

/** Ink draws nothing before its end where a build server runs it, and a dumb terminal cannot move its cursor. */
const canDraw = ({ isTTY }: NodeJS.WriteStream): boolean => isTTY && !isInCi && process.env['TERM'] !== 'dumb'

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
              timer(LAST_FRAMES),
            ),
          ),
          take(1),
          // What the last event is worth telling comes after it, in the same turn.
          delay(0),
        )
        return views$.pipe(takeUntil(end$))
      }),
    )
