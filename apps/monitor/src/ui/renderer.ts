/** Renderer: shows views until they complete. */
import { type Observable } from 'rxjs'
import { type View } from '../state/view.js'

/** The number of frames in a recording, and of those delivered to the market. */
export interface PlaybackCounts {
  readonly frames: number
  readonly delivered: number
}

export interface Renderer {
  /** Emits when the user asks to quit through the renderer, as with a key. */
  readonly quit$: Observable<unknown>
  /** Draws the views and re-emits them. Unsubscribing restores the terminal. */
  render$(views$: Observable<View>): Observable<View>
  /** Returns the text to print at the end. */
  summary(view: View, now: number, played: PlaybackCounts | undefined): string
}
