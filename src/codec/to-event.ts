/** The last step of decoding. */

/**
 * Makes an event of a checked payload with its decimals converted. Keeps nothing of the payload but
 * the values of its fields.
 */
export type ToEvent<P, C, E> = (payload: P, receivedAt: number, channel: C) => E
