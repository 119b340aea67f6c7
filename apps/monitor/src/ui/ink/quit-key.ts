/** Emits when the user presses `q` or Ctrl-C, and handles Ctrl-Z. */
import process from 'node:process'
import { filter, finalize, fromEvent, map, merge, NEVER, Observable, tap } from 'rxjs'

/** The part of a terminal's stdin that is used. */
export type KeyInput = Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'pause' | 'on' | 'off'>

const ESCAPE = '\u001B'
const CTRL_C = '\u0003'
const CTRL_Z = '\u001A'

/**
 * Emits for each quit key. While subscribed, stdin is in raw mode: keys arrive without Enter, and
 * the terminal sends no signals, so Ctrl-C and Ctrl-Z are handled here. Never emits without a
 * terminal.
 */
export const quitKey$ = (stdin: KeyInput): Observable<unknown> => {
  if (!stdin.isTTY) return NEVER
  return new Observable(subscriber => {
    const setRawMode = () => void stdin.setRawMode(true)
    setRawMode()
    // The terminal comes back from a suspension with the shell's mode.
    process.on('SIGCONT', setRawMode)
    const key$ = fromEvent(stdin, 'data').pipe(map(String))
    const suspend$ = key$.pipe(
      filter(keys => keys.includes(CTRL_Z)),
      tap(() => suspend(stdin)),
      filter(() => false),
    )
    const quit$ = key$.pipe(filter(isQuit))
    // A terminal that is closed ends its stdin, or fails it with EIO.
    return merge(quit$, suspend$, fromEvent(stdin, 'end'), fromEvent(stdin, 'error'))
      .pipe(
        finalize(() => {
          process.off('SIGCONT', setRawMode)
          stdin.setRawMode(false)
          stdin.pause()
        }),
      )
      .subscribe(subscriber)
  })
}

/** Ignores what follows an escape character: the code of an arrow key may contain any letter. */
function isQuit(keys: string): boolean {
  const [typed = ''] = keys.split(ESCAPE)
  return ['q', 'Q', CTRL_C].some(key => typed.includes(key))
}

function suspend(stdin: KeyInput): void {
  stdin.setRawMode(false)
  process.kill(process.pid, 'SIGTSTP')
}
