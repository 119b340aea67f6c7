/** Diffs that wait for a snapshot: the newest ones that follow each other without a gap. */
import type { LevelsDiff } from './order-book.js'

/** A diff as a feed emits it. */
export interface Diff<N> extends LevelsDiff<N> {
  readonly firstUpdateId: number
  readonly lastUpdateId: number
  readonly eventTime: number
  readonly receivedAt: number
}

/**
 * Diffs kept at most: a quarter of an hour at the fastest speed, far longer than a snapshot takes.
 */
const MAX_DIFFS = 10_000

export class PendingDiffs<N> {
  #diffs: Diff<N>[] = []

  get isEmpty(): boolean {
    return this.#diffs.length === 0
  }

  /** The update before the first diff; a snapshot that is older cannot be continued. */
  get start(): number {
    const [first] = this.#diffs
    return first === undefined ? -Infinity : first.firstUpdateId - 1
  }

  /**
   * Adds the next diff. A diff that does not follow the last one starts afresh, as no snapshot
   * could bridge the gap.
   */
  add(diff: Diff<N>): void {
    const last = this.#diffs.at(-1)
    if (last !== undefined) {
      if (isRepeated(diff, last)) return
      if (diff.firstUpdateId - 1 !== last.lastUpdateId && !overlaps(diff, last)) this.#diffs = []
    }
    this.#diffs.push(diff)
    if (this.#diffs.length > MAX_DIFFS) this.#diffs.splice(0, MAX_DIFFS / 2)
  }

  /** Removes all diffs and returns those after `updateId`. */
  takeAfter(updateId: number): readonly Diff<N>[] {
    const diffs = this.#diffs.filter(({ lastUpdateId }) => lastUpdateId > updateId)
    this.#diffs = []
    return diffs
  }

  clear(): void {
    this.#diffs = []
  }
}

/**
 * Whether a diff has no new update. Ids that go back at a later time come from a restarted
 * exchange.
 */
export function isRepeated(
  diff: Diff<unknown>,
  last: Pick<Diff<unknown>, 'lastUpdateId' | 'eventTime'>,
): boolean {
  return diff.lastUpdateId <= last.lastUpdateId && diff.eventTime <= last.eventTime
}

/** Whether a diff is of an exchange that was restarted after the last one. */
export function hasBegunAnew(diff: Diff<unknown>, last: Diff<unknown>): boolean {
  return diff.lastUpdateId < last.lastUpdateId && diff.eventTime > last.eventTime
}

/** Whether a diff contains the last one's end: harmless, as quantities are absolute. */
function overlaps(diff: Diff<unknown>, last: Diff<unknown>): boolean {
  return diff.firstUpdateId <= last.lastUpdateId && diff.lastUpdateId > last.lastUpdateId
}
