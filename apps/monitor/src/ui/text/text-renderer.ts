/** Renders views as lines of text. */
import { connect, ignoreElements, merge, NEVER, tap } from 'rxjs'
import { summaryLines } from './summary-lines.js'
import { type Renderer } from '../renderer.js'
import { lines$ } from './lines.js'

export const textRenderer = (write: (text: string) => void): Renderer => ({
  quit$: NEVER,
  render$: views$ =>
    views$.pipe(
      connect(shared$ =>
        merge(
          lines$(shared$).pipe(
            tap(text => write(`${text}\n`)),
            ignoreElements(),
          ),
          shared$,
        ),
      ),
    ),
  summary: summaryLines,
})
