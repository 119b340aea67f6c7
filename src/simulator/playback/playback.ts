/** Plays a recording instead of the market: publishes each frame at its recorded time. */
import type { SchedulerLike, Subscription } from 'rxjs'
import { Frame } from '../streams/frame.js'
import type { Hub, Source } from '../streams/hub.js'
import { RecordedBooks } from './recorded-books.js'
import type { RecordedDepth, RecordedFrame, Recording } from './recording.js'
import { check, checkDuration, checkOptions } from '../../validation/check.js'
import { monotonicNow } from '../../clock/monotonic.js'

/** Options of `playback`. */
export interface PlaybackOptions {
  /**
   * The speed, as a multiple of the recorded one; Infinity for as fast as clients receive. @default
   * 1
   */
  readonly speed?: number
  /**
   * The streams to wait for before the first frame: stream names, `'all'` of the recording, or
   * `'none'` to wait for `start()`. By default it starts once all are subscribed, or `startAfter`
   * ms after the latest SUBSCRIBE.
   */
  readonly waitFor?: readonly string[] | 'all' | 'none'
  /** @default 250 */
  readonly startAfter?: number
}

/** A recording that is played. */
export interface Playback {
  /** Streams of the recording, in order of first appearance. */
  readonly streams: readonly string[]
  /** Their symbols, in upper case. */
  readonly symbols: readonly string[]
  /** Stream frames in the recording. */
  readonly frames: number
  /** From the first frame to the last as recorded, ms. */
  readonly duration: number
  /** Frames that were due so far. */
  readonly played: number
  /** Of these, the frames of streams with a subscriber. */
  readonly delivered: number
  /** Starts now, subscribed or not. */
  start(): void
  /** Ends it. */
  stop(): void
  /** Resolves after the last frame, or at `stop()`. */
  readonly done: Promise<void>
}

const OPTIONS = ['speed', 'waitFor', 'startAfter']

/** Frames that are published at once; other work of the scheduler runs in between. */
const CHUNK = 256
/** Playback waits while a client has more than this many bytes buffered. */
const MAX_BACKLOG = 2 ** 20
/** The interval of checks of the backlog, ms. */
const RETRY_DELAY = 5

/** Throws `INVALID_OPTION`. */
export function checkPlaybackOptions(options: PlaybackOptions): void {
  checkOptions('playback', options, OPTIONS)
  const { speed, waitFor, startAfter } = options
  if (speed !== undefined) {
    check('speed', speed, typeof speed === 'number' && speed > 0, 'a number above 0, or Infinity')
  }
  if (startAfter !== undefined) checkDuration('startAfter', startAfter, 0)
  if (waitFor === undefined || waitFor === 'all' || waitFor === 'none') return
  const areNames = Array.isArray(waitFor) && waitFor.every(name => typeof name === 'string')
  check('waitFor', waitFor, areNames, "'all', 'none' or a list of streams")
}

export class RecordingPlayback implements Source, Playback {
  readonly streams: readonly string[]
  readonly symbols: readonly string[]
  readonly frames: number
  readonly duration: number
  readonly done: Promise<void>
  played = 0
  delivered = 0
  readonly #recording: readonly RecordedFrame[]
  readonly #books: RecordedBooks
  readonly #hub: Hub
  readonly #scheduler: SchedulerLike
  readonly #options: PlaybackOptions
  readonly #speed: number
  #finish: () => void = () => undefined
  #started = false
  #timer: Subscription | undefined
  /** The recorded time (ms) at `#resumedAt`, which is monotonic. */
  #position: number
  #resumedAt = 0

  constructor(recording: Recording, hub: Hub, scheduler: SchedulerLike, options: PlaybackOptions) {
    const { frames } = recording
    this.#recording = frames
    this.#books = new RecordedBooks(recording)
    this.#hub = hub
    this.#scheduler = scheduler
    this.#options = options
    this.#speed = options.speed ?? 1
    this.streams = [...new Set(frames.map(({ stream }) => stream))]
    this.symbols = [...new Set(this.streams.flatMap(name => /^[^!@]+/.exec(name)?.[0].toUpperCase() ?? []))]
    this.frames = frames.length
    this.#position = frames[0]?.time ?? 0
    this.duration = (frames.at(-1)?.time ?? this.#position) - this.#position
    this.done = new Promise(resolve => (this.#finish = resolve))
  }

  /** The recorded book of a symbol, at the recorded time that playback has reached. */
  depth(symbol: string): RecordedDepth | undefined {
    return this.#books.depthAt(symbol, this.played, this.#recordedNow())
  }

  openStream(): void {
    // Whether to start is decided at the end of a command, in `onSubscriptionsChanged`.
  }

  /**
   * Without subscribers playback pauses, so that it keeps no process alive and no later subscriber
   * misses frames.
   */
  closeStream(): void {
    if (this.#started && this.#hub.isEmpty) this.#pause()
  }

  onSubscriptionsChanged(): void {
    if (this.#started) {
      if (this.#timer === undefined) this.#resume()
      return
    }
    const { waitFor, startAfter = 250 } = this.#options
    if (waitFor === 'none') return
    const awaited = waitFor === undefined || waitFor === 'all' ? this.streams : waitFor
    const isComplete = awaited.every(stream => this.#hub.has(stream))
    if (!isComplete && waitFor !== undefined) return
    this.#timer?.unsubscribe()
    this.#timer = this.#scheduler.schedule(() => this.start(), isComplete ? 0 : startAfter)
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    this.#resume()
  }

  stop(): void {
    this.#pause()
    this.#started = true
    this.played = this.frames
    this.#finish()
  }

  dispose(): void {
    this.stop()
  }

  #pause(): void {
    this.#position = this.#recordedNow()
    this.#timer?.unsubscribe()
    this.#timer = undefined
  }

  #resume(): void {
    this.#timer?.unsubscribe()
    this.#resumedAt = monotonicNow(this.#scheduler)
    this.#scheduleNext(0)
  }

  /** The recorded time that playback has reached. */
  #recordedNow(): number {
    if (this.played >= this.frames) return Infinity
    if (!this.#started || this.#timer === undefined) return this.#position
    if (this.#speed === Infinity) return Infinity
    return this.#position + (monotonicNow(this.#scheduler) - this.#resumedAt) * this.#speed
  }

  #scheduleNext(delay: number): void {
    this.#timer =
      this.played >= this.frames ? undefined : this.#scheduler.schedule(() => this.#publishDue(), delay)
    if (this.#timer === undefined) this.#finish()
  }

  #publishDue(): void {
    if (this.streams.some(stream => this.#hub.backlog(stream) > MAX_BACKLOG)) {
      this.#scheduleNext(RETRY_DELAY)
      return
    }
    const now = this.#recordedNow()
    for (let count = 0; count < CHUNK; count++) {
      const next = this.#recording[this.played]
      if (next === undefined || next.time > now) break
      this.played++
      if (this.#hub.has(next.stream)) this.delivered++
      this.#hub.publish(new Frame(next.stream, () => next.payload))
      if (this.#timer === undefined) return
    }
    const next = this.#recording[this.played]
    this.#scheduleNext(
      next === undefined || next.time <= now ? 0 : Math.max(0, (next.time - now) / this.#speed),
    )
  }
}
