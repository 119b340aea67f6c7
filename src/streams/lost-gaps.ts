/** Ends the gaps that are not filled. */
import { type Gap, isGap } from '../model/gap.js'

/** Returns an open gap as `lost`, and any other item unchanged. */
export const toLost = <T extends { readonly type: string }>(item: T | Gap): T | Gap =>
  isOpen(item) ? { ...item, state: 'lost' } : item

/** Returns a gap as it is found, and as it ends unfilled. */
export const openAndLost = (gap: Gap): readonly Gap[] =>
  isOpen(gap) ? [gap, { ...gap, state: 'lost' }] : [gap]

const isOpen = (item: { readonly type: string }): item is Gap => isGap(item) && item.state === 'open'
