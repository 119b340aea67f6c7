/** Models of a throttled connection: when each message passes. */

/**
 * The time (monotonic, ms) at which a message of `bytes` that is ready at `at` has passed. Called
 * once per message, in order.
 */
export type DelayModel = (at: number, bytes: number) => number

/** A limited bandwidth, and a fixed delay. */
export function limitedBandwidth(bytesPerSecond: number, delay: number): DelayModel {
  let free = -Infinity
  return (at, bytes) => {
    free = Math.max(free, at) + (bytes / bytesPerSecond) * 1_000
    return free + delay
  }
}

/** Blocked for `pause` ms from `since` on, then open for `flow` ms, and so on. */
export function alternating(since: number, pause: number, flow: number): DelayModel {
  return at => {
    const phase = (at - since) % (pause + flow)
    return phase < pause ? at - phase + pause : at
  }
}
