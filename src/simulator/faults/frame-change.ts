/** What the faults of frames have in common: a stream, and a change of its frames on their way out. */
import type { Subscription } from 'rxjs'
import type { Frame } from '../frame.js'
import { connection, text } from './field.js'
import { matcher } from './pattern.js'
import type { Stage, Target } from './stage.js'

/** A fault of the frames of some streams. */
export interface OfStream extends Target {
  /** The stream's name; each `*` in it stands for any text: `btcusdt@*`, `*@depth@100ms`. */
  readonly stream: string
}

export const ofStream = { stream: text, connection }

/** Lets a fault change frames on their way out, so many times. */
export function change(
  { stream, ...target }: OfStream,
  times: number,
  change: (frame: Frame) => readonly Frame[] | undefined,
  stage: Stage,
): Subscription {
  return stage.desk.frames.add({ matches: matcher(stream), reaches: stage.reach(target), change }, times)
}
