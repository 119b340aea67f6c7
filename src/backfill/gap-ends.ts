/** The beginning and end of gaps that are filled from history. Pure. */
import type { Gap, GapCause } from '../model/gap.js'
import type { Past, PastChannel, PastEvent } from './past-kinds.js'

export type FailCause = Extract<GapCause, 'backfillFailed' | 'overflow'>

/**
 * A gap before the next event. `isVirtual` where it lies between history and the first live event.
 */
export interface OpenGap {
  readonly gap: Gap
  /** When it arrived: milliseconds, on the monotonic clock. */
  readonly at: number
  readonly isVirtual: boolean
}

/** A gap that is being filled. */
export interface Filling extends OpenGap {
  readonly before: PastEvent
  /** Events that were fetched. */
  count: number
}

/**
 * The trades of a minute's request weight on Binance Spot, 6,000 at 25 for each 1,000: more do not
 * come in time.
 */
export const MAX_MISSING = 240_000

/**
 * Whether a request can fill the gap: after a reset, or beside a wrong id, the ids do not determine
 * the missing events.
 */
export function isFillable(past: Past, gap: Gap, last: PastEvent | undefined, before: PastEvent): boolean {
  if (gap.cause === 'reset' || last === undefined) return false
  const missing = past.missingBetween(last, before) ?? 0
  return missing > 0 && missing <= MAX_MISSING
}

/** Between the end of history, if there is any, and the first live event. */
export function virtualGap(
  past: Past,
  { id, channel }: { readonly id: number; readonly channel: PastChannel },
  last: PastEvent | undefined,
  event: PastEvent,
): Gap {
  return {
    type: 'gap',
    id,
    channel,
    ...(last !== undefined && { after: past.idOf(last) }),
    before: past.idOf(event),
    // The answer may have come after the live event.
    since: Math.min(last?.receivedAt ?? Infinity, event.receivedAt),
    until: event.receivedAt,
    cause: 'backfillFailed',
    state: 'open',
  }
}

/**
 * A gap after `count` of its events were fetched, up to `last`: what is still missing before
 * `before`, and why.
 */
export function endOf(
  past: Past,
  gap: Gap,
  { last, before, count }: { readonly last: PastEvent; readonly before: PastEvent; readonly count: number },
  cause?: FailCause,
): Gap {
  if (cause === undefined) return { ...gap, state: 'filled' }
  const missing = past.missingBetween(last, before)
  return {
    ...gap,
    after: past.idOf(last),
    before: past.idOf(before),
    ...(missing !== undefined && { missing }),
    cause,
    state: count > 0 ? 'partial' : 'lost',
  }
}

export const asLost = (gap: Gap): Gap => ({ ...gap, state: 'lost' })
