/** Prices a little away from one that is known, so that a bid never meets an ask unless a test says so. */
export const below = (price: number): number => price * 0.9999
export const above = (price: number): number => price * 1.0001
