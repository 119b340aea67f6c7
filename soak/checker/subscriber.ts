/** The subscribers of a market, as a scenario subscribes them. */

/** One subscription to a request, from subscribe to its end. */
export interface Subscriber {
  readonly name: string
  readonly streams: ReadonlySet<string>
  /**
   * The connection that delivers each stream, if known: a pinned stream's from the start, another's
   * from its first event.
   */
  readonly connections: Map<string, number>
  alive: boolean
  /** Whether it receives gaps. @default false */
  readonly receivesGaps?: boolean
  /**
   * Its completion from the exchange's history, which makes events wait; `undefined` where it is
   * not.
   */
  readonly completion?: Completion
  /** Whether it is to local order books, which the streams are the diffs of. @default false */
  readonly isBook?: boolean
}

/** A subscription's completion from the exchange's history. */
export interface Completion {
  readonly backfill: boolean
  /** Past elements that were asked for. */
  readonly history: number
}
