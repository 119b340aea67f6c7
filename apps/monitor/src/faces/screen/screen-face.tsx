/** The screen face: Ink on a terminal, about ten frames a second, as wide as the window is now. */
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
import { type View } from '../../core/view.js'
import { summaryText } from '../../summary.js'
import { type Face } from '../face.js'
import { type Size } from './arrange.js'
import { Screen } from './screen.js'
import { enterWindow, wipe } from './window.js'

/** Between two frames, ms. */
const FRAME = 100

export interface ScreenFaceOptions {
  readonly stdout: NodeJS.WriteStream
  /** What is watched. */
  readonly name: string
  readonly scheduler?: SchedulerLike
  /** Writes every frame whole, one below the other: for specs. */
  readonly debug?: boolean
}

export const screenFace = (options: ScreenFaceOptions): Face => ({
  show$: views$ => defer(() => draw$(views$, options)),
  summary: summaryText,
})

function draw$(
  views$: Observable<View>,
  { stdout, name, scheduler = asyncScheduler, debug = false }: ScreenFaceOptions,
): Observable<View> {
  const size = (): Size => ({ columns: stdout.columns, rows: stdout.rows })
  const leave = enterWindow(stdout)
  const ink = render(null, { stdout, debug, exitOnCtrlC: false, patchConsole: false })
  const size$ = fromEvent(stdout, 'resize').pipe(
    tap(() => wipe(stdout)),
    map(size),
    startWith(size()),
  )

  const drawn$ = (source: Observable<View>) =>
    source.pipe(
      auditTime(FRAME, scheduler),
      connect(frames$ =>
        combineLatest([frames$, size$.pipe(takeUntil(frames$.pipe(ignoreElements(), endWith('end'))))]),
      ),
      tap(([view, at]) => ink.rerender(<Screen view={view} size={at} name={name} />)),
      ignoreElements(),
    )

  return views$.pipe(
    connect(shared$ => merge(drawn$(shared$), shared$)),
    finalize(() => {
      ink.unmount()
      leave()
    }),
  )
}
