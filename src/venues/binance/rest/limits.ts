/** Limits that routes have in common. */

/** Trades or klines of one answer. Source: rest-api.md, "Market Data endpoints". */
export const MAX_ELEMENTS = 1_000
