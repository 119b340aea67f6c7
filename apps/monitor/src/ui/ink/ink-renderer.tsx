/** Renders views on a terminal with Ink, ten frames a second, and follows its size. */
import { render } from 'ink'
import {
  asyncScheduler,
  auditTime,
  combineLatest,
  connect,
  defer,
  endWith,
  finalize,
  fromEvent,
  ignoreElements,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  startWith,
  takeUntil,
  tap,
} from 'rxjs'
import { type View } from '../../state/view.js'
import { summaryText } from './summary-text.js'
import { type Renderer } from '../renderer.js'
import { type Size } from './layout.js'
import { Screen } from './screen.js'
import { clearScreen, enterAlternateScreen } from './alternate-screen.js'
import { type KeyInput, quitKey$ } from './quit-key.js'

/** Time between two frames, ms. */
const FRAME_INTERVAL = 100

export interface InkRendererOptions {
  readonly stdin: KeyInput
  readonly stdout: NodeJS.WriteStream
  /** The watched target. */
  readonly name: string
  readonly scheduler?: SchedulerLike
  /** Writes every frame in full, one below the other: for tests. */
  readonly debug?: boolean
}

export const inkRenderer = (options: InkRendererOptions): Renderer => ({
  quit$: quitKey$(options.stdin),
  render$: views$ => defer(() => draw$(views$, options)),
  summary: summaryText,
})

function draw$(
  views$: Observable<View>,
  { stdin, stdout, name, scheduler = asyncScheduler, debug = false }: InkRendererOptions,
): Observable<View> {
  const size = (): Size => ({ columns: stdout.columns, rows: stdout.rows })
  const hint = stdin.isTTY ? 'q quits' : 'Ctrl-C quits'
  const leaveAlternateScreen = enterAlternateScreen(stdout)
  const ink = render(null, { stdout, debug, exitOnCtrlC: false, patchConsole: false })
  const size$ = fromEvent(stdout, 'resize').pipe(
    tap(() => clearScreen(stdout)),
    map(size),
    startWith(size()),
  )

  const drawn$ = (source: Observable<View>) =>
    source.pipe(
      auditTime(FRAME_INTERVAL, scheduler),
      connect(frames$ =>
        combineLatest([frames$, size$.pipe(takeUntil(frames$.pipe(ignoreElements(), endWith('end'))))]),
      ),
      tap(([view, at]) => ink.rerender(<Screen view={view} size={at} name={name} hint={hint} />)),
      ignoreElements(),
    )

  return views$.pipe(
    connect(shared$ => merge(drawn$(shared$), shared$)),
    finalize(() => {
      ink.unmount()
      leaveAlternateScreen()
    }),
  )
}
