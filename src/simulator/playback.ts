/** A recording in the place of the market: each frame goes to those who subscribed to its stream, at the recorded pace. */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { RecordedFrame } from './capture.js'
import { Frame } from './frame.js'
import type { Hub, Source } from './hub.js'

/** How a recording is played. */
export interface PlaybackOptions {
  /** Times as fast as recorded; Infinity for as fast as clients take it. @default 1 */
  readonly speed?: number
  /**
   * What must be subscribed before the first frame: stream names, `'all'` of the recording, or `'none'` to wait for
   * `start()` alone. By default it begins once all are subscribed, or `startAfter` ms after the latest SUBSCRIBE.
   */
  readonly waitFor?: readonly string[] | 'all' | 'none'
  /** @default 250 */
  readonly startAfter?: number
}

/** A recording being played. */
export interface Playback {
  /** Streams of the recording, in order of first appearance. */
  readonly streams: readonly string[]
  /** Their symbols, upper case. */
  readonly symbols: readonly string[]
  /** Stream frames in the recording. */
  readonly frames: number
  /** From the first frame to the last as recorded, ms. */
  readonly duration: number
  /** Frames whose turn has come so far. */
  readonly played: number
  /** Those of them that somebody had subscribed to. */
  readonly delivered: number
  /** Begins now, whoever listens. */
  start(): void
  /** Ends it where it is. */
  stop(): void
  /** Resolves after the last frame, or at `stop()`. */
  readonly done: Promise<void>
}

/** Frames of one turn; the scheduler gets a word in between. */
const CHUNK = 256
/** Clients with more than this many bytes waiting are waited for. */
const BACKLOG = 2 ** 20
/** How long to wait for a slow client before looking again, ms. */
const PATIENCE = 5

export class Tape implements Source, Playback {
  readonly streams: readonly string[]
  readonly symbols: readonly string[]
  readonly frames: number
  readonly duration: number
  readonly done: Promise<void>
  played = 0
  delivered = 0
  private finish: () => void = () => undefined
  private readonly speed: number
  private started = false
  private timer: Subscription | undefined
  /** Recorded time (ms) that belongs to the scheduler's `resumedAt`. */
  private position: number
  private resumedAt = 0

  constructor(
    private readonly recording: readonly RecordedFrame[],
    private readonly hub: Hub,
    private readonly scheduler: SchedulerLike,
    private readonly options: PlaybackOptions,
  ) {
    this.speed = options.speed ?? 1
    if (!(this.speed > 0)) throw new RangeError(`A playback's speed must be above 0, not ${this.speed}`)
    this.streams = [...new Set(recording.map(({ stream }) => stream))]
    this.symbols = [...new Set(this.streams.flatMap(name => /^[^!@]+/.exec(name)?.[0].toUpperCase() ?? []))]
    this.frames = recording.length
    this.position = recording[0]?.time ?? 0
    this.duration = (recording.at(-1)?.time ?? this.position) - this.position
    this.done = new Promise(resolve => (this.finish = resolve))
  }

  open(): void {
    // What is subscribed is the hub's to know; a command's end, `settled`, is when it is looked at.
  }

  /** A room without listeners stops the tape, so that it keeps no process alive and nobody misses what follows. */
  shut(): void {
    if (this.started && this.hub.quiet) this.pause()
  }

  settled(): void {
    if (this.started) {
      if (this.timer === undefined) this.resume()
      return
    }
    const { waitFor, startAfter = 250 } = this.options
    if (waitFor === 'none') return
    const awaited = waitFor === undefined || waitFor === 'all' ? this.streams : waitFor
    const complete = awaited.every(stream => this.hub.has(stream))
    if (!complete && waitFor !== undefined) return
    this.timer?.unsubscribe()
    this.timer = this.scheduler.schedule(() => this.start(), complete ? 0 : startAfter)
  }

  start(): void {
    if (this.started) return
    this.started = true
    this.resume()
  }

  stop(): void {
    this.pause()
    this.started = true
    this.played = this.frames
    this.finish()
  }

  private pause(): void {
    if (this.timer !== undefined && this.started) this.position = this.reached()
    this.timer?.unsubscribe()
    this.timer = undefined
  }

  private resume(): void {
    this.timer?.unsubscribe()
    this.resumedAt = this.scheduler.now()
    this.turn(0)
  }

  /** The recorded time that has been reached. */
  private reached(): number {
    if (this.speed === Infinity) return Infinity
    return this.position + (this.scheduler.now() - this.resumedAt) * this.speed
  }

  private turn(delay: number): void {
    this.timer =
      this.played >= this.frames
        ? undefined
        : this.scheduler.schedule(() => {
            this.play()
          }, delay)
    if (this.timer === undefined) this.finish()
  }

  private play(): void {
    if (this.streams.some(stream => this.hub.backlog(stream) > BACKLOG)) {
      this.turn(PATIENCE)
      return
    }
    const reached = this.reached()
    for (let count = 0; count < CHUNK; count++) {
      const next = this.recording[this.played]
      if (next === undefined || next.time > reached) break
      this.played++
      if (this.hub.has(next.stream)) this.delivered++
      this.hub.publish(new Frame(next.stream, () => next.payload))
      if (this.timer === undefined) return
    }
    const next = this.recording[this.played]
    this.turn(
      next === undefined || next.time <= reached ? 0 : Math.max(0, (next.time - reached) / this.speed),
    )
  }
}
