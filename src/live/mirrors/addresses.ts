/** Chooses the address of each attempt of a connection from the list of its urls. */

/** Places in the list. */
interface MirrorAddress {
  /** The address that last opened; before, the one of the first attempt. */
  home: number
  /** The address of the latest attempt. */
  place: number
  /** Since a session of the mirror last opened. */
  failures: number
}

export class Addresses {
  readonly #urls: readonly string[]
  /** By mirror. */
  readonly #mirrors = new Map<number, MirrorAddress>()

  constructor(urls: readonly string[]) {
    this.#urls = urls
  }

  /**
   * The next address of a mirror. The first is at its own place in the list, so that mirrors use
   * different hosts. After a failure each address is tried in turn: first those that no other
   * mirror uses, the mirror's own as the last of them, then those that another one uses.
   */
  next(mirror: number, hasFailed: boolean): string {
    const { length } = this.#urls
    const first = mirror % length
    const address = this.#mirrors.get(mirror) ?? { home: first, place: first, failures: 0 }
    this.#mirrors.set(mirror, address)
    const used = [...this.#mirrors].filter(([other]) => other !== mirror).map(([, { place }]) => place)
    const following = this.#urls.map((_, index) => (address.home + 1 + index) % length)
    const free = following.filter(place => !used.includes(place))
    if (hasFailed) {
      const order = [...free, ...following.filter(place => used.includes(place))]
      address.place = order[address.failures++ % length] as number
    } else if (used.includes(address.place)) address.place = free[0] ?? address.place
    return this.#urls[address.place] as string
  }

  /** A session of the mirror has opened at its latest address. */
  recordOpened(mirror: number): void {
    const address = this.#mirrors.get(mirror)
    if (address !== undefined) Object.assign(address, { home: address.place, failures: 0 })
  }
}
