/** Bounds that checks have in common. */

/** The maximum delay of a timer, 2³¹−1 ms: Node and browsers fire a longer one immediately. */
export const MAX_DELAY = 2 ** 31 - 1
