/**
 * The decisions of a rule of order: how an event relates to the one before it on the same stream.
 * Pure.
 */

/** The relation of an event to the last admitted one. */
export type Order =
  /** Nothing is missing between the two. */
  | { readonly type: 'next' }
  /** Something is missing between the two. */
  | { readonly type: 'gap'; readonly missing?: number }
  /** The ids began again with this one. */
  | { readonly type: 'reset' }
  /** It is the same as the last one. */
  | { readonly type: 'repeated' }
  /** It is older than the last one. */
  | { readonly type: 'late' }

/** The order of one kind's events. */
export interface SequenceRule<E> {
  /**
   * The number by which `advance` recognizes the next event; `NaN` where a number does not suffice.
   */
  readonly markOf: (event: E) => number
  /**
   * The mark of an event that is the next one on a session in the usual way, given the mark of the
   * one before; `NaN` for any other event, and for the mark `NaN`. Called once for each event: it
   * allocates nothing, and does not read the event before, which may have left the processor's
   * cache.
   */
  readonly advance: (mark: number, event: E) => number
  /**
   * As `advance`, of an event of which only its ids are known. `undefined` where they do not
   * suffice.
   */
  readonly advanceIds?: (mark: number, ids: IdRange) => number
  /**
   * Decides whatever `advance` does not.
   *
   * @param isNewSession whether the stream was interrupted between the two
   */
  readonly orderOf: (previous: E, event: E, isNewSession: boolean) => Order
  /**
   * Whether two events are of one moment, where a session may send several of one moment. Asked
   * where sessions are merged, of which each sends them. `undefined` where there is one at most.
   */
  readonly isSame?: (a: E, b: E) => boolean
  /**
   * Whether of two such events one was sent before the other, or with it, and so is none that the
   * other one's session sent again.
   */
  readonly isOlder?: (event: E, other: E) => boolean
  /**
   * The first and the last id of an event, for a gap beside it. `undefined` where the kind has no
   * ids.
   */
  readonly idsOf?: (event: E) => IdRange
}

export interface IdRange {
  readonly first: number
  readonly last: number
}

export const NEXT: Order = { type: 'next' }
export const GAP: Order = { type: 'gap' }
export const RESET: Order = { type: 'reset' }
export const REPEATED: Order = { type: 'repeated' }
export const LATE: Order = { type: 'late' }
