/**
 * Active faults of frames on their way from the hub to the sessions; counts frames for triggers.
 */
import { Subscription } from 'rxjs'
import type { Frame } from '../../streams/frame.js'
import type { Subscriber } from '../../streams/subscriber.js'
import { LimitedUses, maxUses } from './limited-uses.js'
import { matchPattern, reachOf, type Target, type TargetResolver } from './target.js'

/** Frames of the streams that match a pattern, to some connections. */
export interface StreamTarget extends Target {
  /** The stream's name; each `*` in it matches any text: `btcusdt@*`, `*@depth@100ms`. */
  readonly stream: string
}

/** Returns what is delivered in place of a frame; undefined when the fault does not apply to it. */
export type ChangeFrame = (frame: Frame) => readonly Frame[] | undefined

interface FrameFault {
  readonly matches: (stream: string) => boolean
  readonly reaches: (connection: number) => boolean
  readonly change: ChangeFrame
}

interface Counter {
  readonly matches: (stream: string) => boolean
  readonly onFrame: () => void
}

export class FrameFaults {
  readonly #targets: TargetResolver
  readonly #faults = new LimitedUses<FrameFault>()
  readonly #counters = new Set<Counter>()

  constructor(targets: TargetResolver) {
    this.#targets = targets
  }

  /** Whether frames pass unchanged and uncounted, so that the hub can deliver them itself. */
  get isIdle(): boolean {
    return this.#faults.isEmpty && this.#counters.size === 0
  }

  /** Changes the frames of a target, `uses` of them. */
  change(
    target: StreamTarget & { readonly count?: number; readonly for?: number },
    change: ChangeFrame,
    uses = maxUses(target),
  ): Subscription {
    const fault = {
      matches: matchPattern(target.stream),
      reaches: reachOf(target, this.#targets),
      change,
    }
    return this.#faults.add(fault, uses)
  }

  /** Calls `onFrame` after the delivery of each frame of the streams that match. */
  count(pattern: string, onFrame: () => void): Subscription {
    const counter = { matches: matchPattern(pattern), onFrame }
    this.#counters.add(counter)
    return new Subscription(() => this.#counters.delete(counter))
  }

  /**
   * Delivers a frame as the faults change it. A fault that reaches several connections is used
   * once, with one result.
   */
  deliver(frame: Frame, subscribers: Iterable<Subscriber>): void {
    const matching = [...this.#faults].flatMap(fault =>
      fault.matches(frame.stream) ? { fault, results: new Map<Frame, readonly Frame[]>() } : [],
    )
    for (const subscriber of subscribers) {
      let frames: readonly Frame[] = [frame]
      for (const { fault, results } of matching) {
        if (fault.reaches(subscriber.id)) frames = frames.flatMap(each => this.#apply(fault, each, results))
      }
      for (const each of frames) subscriber.deliver(each)
    }
    for (const { matches, onFrame } of [...this.#counters]) if (matches(frame.stream)) onFrame()
  }

  #apply(fault: FrameFault, frame: Frame, results: Map<Frame, readonly Frame[]>): readonly Frame[] {
    let frames = results.get(frame)
    if (frames === undefined) {
      const changed = fault.change(frame)
      if (changed !== undefined) this.#faults.use(fault)
      results.set(frame, (frames = changed ?? [frame]))
    }
    return frames
  }
}
