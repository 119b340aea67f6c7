/** The faults now in force: what sessions and the hub ask before they do what is right. */
import type { Frame } from './frame.js'

/** What a rejected subscription is answered with. */
export interface Rejection {
  readonly code: number
  readonly msg: string
}

interface Counted<T> {
  left: number
  readonly what: T
}

/** A fault that holds for a number of occasions, or until lifted. */
class Occasions<T> {
  private readonly all = new Set<Counted<T>>()

  add(what: T, count: number): () => void {
    const entry = { left: count, what }
    if (count > 0) this.all.add(entry)
    return () => void this.all.delete(entry)
  }

  /** Uses up one occasion of the first fault that applies. */
  take<R>(applies: (what: T) => R | undefined): R | undefined {
    for (const entry of this.all) {
      const result = applies(entry.what)
      if (result === undefined) continue
      if (--entry.left <= 0) this.all.delete(entry)
      return result
    }
    return undefined
  }

  clear(): void {
    this.all.clear()
  }
}

export class FaultDesk {
  readonly silent = new Set<string>()
  readonly refusals = new Occasions<{ readonly status: number | undefined }>()
  readonly lateReplies = new Occasions<number>()
  readonly lostReplies = new Occasions<true>()
  readonly rejections = new Occasions<{
    readonly matches: (stream: string) => boolean
    readonly reply: Rejection
  }>()
  readonly corruptions = new Occasions<{
    readonly stream: string
    readonly change: (payload: unknown) => unknown
  }>()

  /** What becomes of a frame on its way out; undefined for nothing. */
  readonly filter = (frame: Frame): Frame | undefined => {
    if (this.silent.has(frame.stream)) return undefined
    const change = this.corruptions.take(each => (each.stream === frame.stream ? each.change : undefined))
    return change === undefined ? frame : frame.map(text => JSON.stringify(change(JSON.parse(text))))
  }

  /** How to turn away a connection that knocks: with an HTTP status, or (`status` undefined) by cutting the line. */
  refusal(): { readonly status: number | undefined } | undefined {
    return this.refusals.take(refusal => refusal)
  }

  rejection(streams: readonly string[]): Rejection | undefined {
    return this.rejections.take(({ matches, reply }) => (streams.some(matches) ? reply : undefined))
  }

  /** Milliseconds to keep a reply back; undefined to lose it. */
  delayOfReply(): number | undefined {
    if (this.lostReplies.take(lost => lost) !== undefined) return undefined
    return this.lateReplies.take(delay => delay) ?? 0
  }

  clear(): void {
    this.silent.clear()
    for (const each of [
      this.refusals,
      this.lateReplies,
      this.lostReplies,
      this.rejections,
      this.corruptions,
    ]) {
      each.clear()
    }
  }
}
