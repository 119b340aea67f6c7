/** The effect of gaps, in a stream subscribed with `gaps: true`, on operators. */
import { type Gap, isGap } from '../../../model/gap.js'
import { checkOneOf } from '../../../validation/check.js'

/**
 * The effect of a gap on open windows and bars: `ignore` goes on as if nothing were missing,
 * `reset` discards it and begins again, `mark` marks it as incomplete.
 */
export type OnGap = 'ignore' | 'reset' | 'mark'

/** The option of windows and bars for gaps in their source. */
export interface OnGapOption<G extends OnGap = OnGap> {
  /**
   * The effect of a {@link Gap} on open windows and bars: `ignore`, `reset` or `mark`. Gaps come
   * from subscriptions with `gaps: true`.
   *
   * @default 'ignore'
   */
  readonly onGap?: G | undefined
}

export function checkOnGap(onGap: unknown): void {
  if (onGap !== undefined) checkOneOf('onGap', onGap, ['ignore', 'reset', 'mark'])
}

/** The symbol with missing events; `undefined` on a channel of the whole market. */
export const symbolOf = ({ channel }: Gap): string | undefined =>
  'symbol' in channel ? channel.symbol : undefined

/** Whether an item of any type is a gap. */
export const isGapItem = (item: unknown): item is Gap =>
  typeof item === 'object' && item !== null && 'type' in item && isGap(item as { readonly type: string })
