/** Publishes periodic streams: all streams of one period at its multiples, ordered by name. */
import type { Frame } from './frame.js'

/** Update speeds of the documentation, ms. */
export const PERIODS = [100, 1000, 2000] as const
export type Period = (typeof PERIODS)[number]

/** Makes a stream's frame at one of its times, about the time before it; undefined for none. */
export type MakeFrame = (now: number) => Frame | undefined

interface PeriodicStream {
  readonly stream: string
  readonly makeFrame: MakeFrame
}

export class PeriodicPublisher {
  readonly #streams: Record<Period, PeriodicStream[]> = { 100: [], 1000: [], 2000: [] }

  /**
   * Adds a stream; its position does not depend on when it was added. Returns the function that
   * removes it.
   */
  add(stream: string, period: Period, makeFrame: MakeFrame): () => void {
    const streams = this.#streams[period]
    const added = { stream, makeFrame }
    const next = streams.findIndex(each => each.stream > stream)
    streams.splice(next < 0 ? streams.length : next, 0, added)
    return () => void streams.splice(streams.indexOf(added), 1)
  }

  /** The first time after `time` at which a stream is due; Infinity when there is none. */
  nextTime(time: number): number {
    let next = Infinity
    for (const period of PERIODS) {
      if (this.#streams[period].length === 0) continue
      next = Math.min(next, Math.floor(time / period) * period + period)
    }
    return next
  }

  /** Publishes every stream that is due at `time`. */
  publishDue(time: number, publish: (frame: Frame) => void): void {
    for (const period of PERIODS) {
      if (time % period !== 0) continue
      for (const { makeFrame } of [...this.#streams[period]]) {
        const frame = makeFrame(time)
        if (frame !== undefined) publish(frame)
      }
    }
  }
}
