/** Bounds that checks have in common. */

/** Milliseconds that the longest timer may wait, 2³¹−1: Node and browsers fire a longer one at once. */
export const MAX_DELAY = 2 ** 31 - 1
