/** Counts messages in a sliding second. */

export class MessageRate {
  #times: number[] = []

  /** Adds a message. Returns the messages of the last second, this one included. */
  add(at: number): number {
    // Later ones are of before the clock was set back.
    this.#times = this.#times.filter(time => time > at - 1_000 && time <= at)
    this.#times.push(at)
    return this.#times.length
  }
}
