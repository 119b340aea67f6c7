/** Who has subscribed to what: sources publish frames here, sessions receive them. */
import type { FrameDesk } from './faults/frame-desk.js'
import type { Frame } from './frame.js'

/** One who receives frames. */
export interface Subscriber {
  /** The connection's. */
  readonly id: number
  deliver(frame: Frame): void
  /** Bytes accepted but not yet on their way. */
  readonly bufferedAmount: number
}

/** Where frames come from: the simulated market, or a recording. Told of the first and the last subscriber of a stream. */
export interface Source {
  open(stream: string): void
  shut(stream: string): void
  /** A subscription command was carried out, whichever streams it named. */
  settled?(): void
  /** Lets go of every timer; it publishes nothing more. */
  stop(): void
}

export class Hub {
  private readonly topics = new Map<string, Set<Subscriber>>()
  private source: Source | undefined

  /** @param faults what may become of a frame before it is sent */
  constructor(private readonly faults: FrameDesk) {}

  /** Takes frames from another source from now on; open streams stay open. */
  attach(source: Source): void {
    this.source?.stop()
    this.source = source
    for (const stream of this.topics.keys()) source.open(stream)
    if (this.topics.size > 0) source.settled?.()
  }

  settled(): void {
    this.source?.settled?.()
  }

  stop(): void {
    this.source?.stop()
    this.source = undefined
  }

  /** Streams that anyone has subscribed to. */
  get streams(): Iterable<string> {
    return this.topics.keys()
  }

  has(stream: string): boolean {
    return this.topics.has(stream)
  }

  get quiet(): boolean {
    return this.topics.size === 0
  }

  subscribe(stream: string, subscriber: Subscriber): void {
    const topic = this.topics.get(stream)
    if (topic !== undefined) {
      topic.add(subscriber)
      return
    }
    this.topics.set(stream, new Set([subscriber]))
    this.source?.open(stream)
  }

  unsubscribe(stream: string, subscriber: Subscriber): void {
    const topic = this.topics.get(stream)
    if (topic?.delete(subscriber) !== true || topic.size > 0) return
    this.topics.delete(stream)
    this.source?.shut(stream)
  }

  publish(frame: Frame): void {
    const topic = this.topics.get(frame.stream)
    if (topic === undefined) return
    if (this.faults.isIdle) for (const subscriber of topic) subscriber.deliver(frame)
    else this.faults.pass(frame, topic)
  }

  /** Bytes that wait for the slowest subscriber of a stream. */
  backlog(stream: string): number {
    let most = 0
    for (const { bufferedAmount } of this.topics.get(stream) ?? []) most = Math.max(most, bufferedAmount)
    return most
  }
}
