/** Chooses the address of each attempt of a connection from the list of its urls. */

export class Addresses {
  readonly #urls: readonly string[]
  /** By mirror: the place in the list of its address. */
  readonly #places: number[] = []

  constructor(urls: readonly string[]) {
    this.#urls = urls
  }

  /**
   * The next address of a mirror. The first is at its own place in the list, so that mirrors use
   * different hosts; after a failure the next one that no other mirror uses, or, where all are
   * used, the next one.
   */
  next(mirror: number, hasFailed: boolean): string {
    const { length } = this.#urls
    const place = this.#places[mirror]
    let next = place ?? mirror % length
    if (place !== undefined && hasFailed) {
      const others = this.#places.filter((_, other) => other !== mirror)
      const following = this.#urls.map((_, index) => (place + 1 + index) % length)
      next = following.find(index => index !== place && !others.includes(index)) ?? (place + 1) % length
    }
    this.#places[mirror] = next
    return this.#urls[next] as string
  }
}
