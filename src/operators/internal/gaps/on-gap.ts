/** What operators do about gaps in a stream that was subscribed with `gaps: true`. */
import { type Gap, isGap } from '../../../model/gap.js'
import { checkOneOf } from '../../../validation/check.js'

/**
 * How a gap affects open windows and bars: `ignore` goes on as if nothing were missing, `reset`
 * discards it and begins again, `mark` marks it as incomplete.
 */
export type OnGap = 'ignore' | 'reset' | 'mark'

export interface OnGapOption<G extends OnGap = OnGap> {
  /**
   * How a {@link Gap} affects open windows and bars: `ignore`, `reset` or `mark`. Gaps come from
   * subscriptions with `gaps: true`.
   *
   * @default 'ignore'
   */
  readonly onGap?: G | undefined
}

export function checkOnGap(onGap: unknown): void {
  if (onGap !== undefined) checkOneOf('onGap', onGap, ['ignore', 'reset', 'mark'])
}

/** The symbol whose events are missing; `undefined` on a channel of the whole market. */
export const symbolOf = ({ channel }: Gap): string | undefined =>
  'symbol' in channel ? channel.symbol : undefined

/** Whether an item of any type is a gap. */
export const isGapItem = (item: unknown): item is Gap =>
  typeof item === 'object' && item !== null && 'type' in item && isGap(item as { readonly type: string })
