/** The plain face: lines on a stream. */
import { connect, ignoreElements, merge, tap } from 'rxjs'
import { summaryLines } from '../summary.js'
import { type Face } from './face.js'
import { lines$ } from './plain.js'

export const plainFace = (write: (text: string) => void): Face => ({
  show$: views$ =>
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
