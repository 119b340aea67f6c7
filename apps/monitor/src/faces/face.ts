/** A face: shows views to somebody until they end. */
import { type Observable } from 'rxjs'
import { type View } from '../core/view.js'
import { type Played } from '../summary.js'

export interface Face {
  /** Shows the views; the observable repeats them, and ends with them. Unsubscribing takes the face away. */
  show$(views$: Observable<View>): Observable<View>
  /** The last words. */
  summary(view: View, now: number, played: Played | undefined): string
}
