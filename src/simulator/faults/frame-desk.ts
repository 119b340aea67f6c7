/** What becomes of frames on their way from the hub to the sessions while faults are in force, and who counts them. */
import { Subscription } from 'rxjs'
import type { Frame } from '../frame.js'
import type { Subscriber } from '../hub.js'
import { Occasions } from './occasions.js'

interface FrameChange {
  readonly matches: (stream: string) => boolean
  readonly reaches: (connection: number) => boolean
  /** What goes out in place of a frame; undefined when this one is not struck. */
  readonly change: (frame: Frame) => readonly Frame[] | undefined
}

interface Count {
  readonly matches: (stream: string) => boolean
  readonly tell: () => void
}

export class FrameDesk {
  private readonly changes = new Occasions<FrameChange>()
  private readonly counts = new Set<Count>()

  /** Nothing happens to frames, and nobody counts them: the hub need not ask. */
  get isIdle(): boolean {
    return this.changes.isEmpty && this.counts.size === 0
  }

  add(change: FrameChange, times: number): Subscription {
    return this.changes.add(change, times)
  }

  /** Tells of each frame that was published, after its delivery. */
  count(count: Count): Subscription {
    this.counts.add(count)
    return new Subscription(() => this.counts.delete(count))
  }

  /** Delivers a frame as the faults will have it. One that strikes several connections strikes once, and alike. */
  pass(frame: Frame, subscribers: Iterable<Subscriber>): void {
    const struck = [...this.changes].flatMap(fault =>
      fault.matches(frame.stream) ? { fault, seen: new Map<Frame, readonly Frame[]>() } : [],
    )
    for (const subscriber of subscribers) {
      let frames: readonly Frame[] = [frame]
      for (const { fault, seen } of struck) {
        if (fault.reaches(subscriber.id)) frames = frames.flatMap(each => this.changed(fault, each, seen))
      }
      for (const each of frames) subscriber.deliver(each)
    }
    for (const { matches, tell } of [...this.counts]) if (matches(frame.stream)) tell()
  }

  private changed(fault: FrameChange, frame: Frame, seen: Map<Frame, readonly Frame[]>): readonly Frame[] {
    let frames = seen.get(frame)
    if (frames === undefined) {
      const changed = fault.change(frame)
      if (changed !== undefined) this.changes.use(fault)
      seen.set(frame, (frames = changed ?? [frame]))
    }
    return frames
  }
}
