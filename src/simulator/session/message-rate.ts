/** Counts messages in a sliding second. */

export class MessageRate {
  #times: number[] = []

  /**
   * Adds a message at a monotonic time. Returns the messages of the last second, this one included.
   */
  add(at: number): number {
    this.#times = this.#times.filter(time => time > at - 1_000)
    this.#times.push(at)
    return this.#times.length
  }
}
