/** How a troubled link holds messages back: when each may pass. */

/** Milliseconds of the scheduler at which a message of so many bytes, ready at `at`, has passed; asked in order, once a message. */
export type Pace = (at: number, bytes: number) => number

/** A line of so many bytes a second, and a delay for the way. */
export function slow(bytesPerSecond: number, delay: number): Pace {
  let free = -Infinity
  return (at, bytes) => {
    free = Math.max(free, at) + (bytes / bytesPerSecond) * 1_000
    return free + delay
  }
}

/** Shut for `pause` ms from `since` on, then open for `flow` ms, and again. */
export function stutters(since: number, pause: number, flow: number): Pace {
  return at => {
    const phase = (at - since) % (pause + flow)
    return phase < pause ? at - phase + pause : at
  }
}
