/** What speaks at fixed times: streams of one period all speak at its whole multiples, in the order of their names. */
import type { Frame } from './frame.js'

/** Update speeds of the documentation, ms. */
export const PERIODS = [100, 1000, 2000] as const
export type Period = (typeof PERIODS)[number]

/** What a stream has to say at one of its times, of what happened before it; undefined for nothing. */
export type Say = (now: number) => Frame | undefined

interface Speaker {
  readonly stream: string
  readonly say: Say
}

export class Bells {
  private readonly speakers: Record<Period, Speaker[]> = { 100: [], 1000: [], 2000: [] }

  /** Takes a stream in, at a place that does not depend on when it came. Returns what takes it out again. */
  add(stream: string, period: Period, say: Say): () => void {
    const speakers = this.speakers[period]
    const speaker = { stream, say }
    const after = speakers.findIndex(each => each.stream > stream)
    speakers.splice(after < 0 ? speakers.length : after, 0, speaker)
    return () => void speakers.splice(speakers.indexOf(speaker), 1)
  }

  /** The first time after `time` at which any stream speaks; Infinity when there is none. */
  next(time: number): number {
    let next = Infinity
    for (const period of PERIODS) {
      if (this.speakers[period].length === 0) continue
      next = Math.min(next, Math.floor(time / period) * period + period)
    }
    return next
  }

  /** Lets everything speak that speaks at `time`. */
  ring(time: number, publish: (frame: Frame) => void): void {
    for (const period of PERIODS) {
      if (time % period !== 0) continue
      for (const { say } of [...this.speakers[period]]) {
        const frame = say(time)
        if (frame !== undefined) publish(frame)
      }
    }
  }
}
