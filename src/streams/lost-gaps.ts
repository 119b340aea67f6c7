/** How gaps end that are not filled. */
import { type Gap, isGap } from '../model/gap.js'

/** An open gap as it ends when nothing fills it; anything else as it is. */
export const toLost = <T extends { readonly type: string }>(item: T | Gap): T | Gap =>
  isOpen(item) ? { ...item, state: 'lost' } : item

/** A gap as it is found, and as it ends when nothing fills it. */
export const openAndLost = (gap: Gap): readonly Gap[] =>
  isOpen(gap) ? [gap, { ...gap, state: 'lost' }] : [gap]

const isOpen = (item: { readonly type: string }): item is Gap => isGap(item) && item.state === 'open'
