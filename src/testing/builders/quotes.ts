/** Prices just below and above a given one, so that default bids and asks never cross. */
export const below = (price: number): number => price * 0.9999
export const above = (price: number): number => price * 1.0001
