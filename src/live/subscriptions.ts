/**
 * What one connection should carry and what it does: for each stream whether it is wanted, sent and answered. Pure state; the
 * difference between wanted and sent is what is still to be said, so that no queue of commands exists that could grow.
 */

interface Entry {
  wanted: boolean
  /** We told the exchange to send it, and have not told it to stop. */
  sent: boolean
  /** The exchange answered what we told it last. */
  answered: boolean
  /** The last command that named it; answers to earlier ones say nothing about it any more. */
  command: number
  /** The command is the second try after a silence. */
  retried: boolean
  /** The last command was not answered and nothing was said since: the exchange may send it or not. */
  unsure: boolean
  /** Streams of a refused command are asked for apart, by halves, until the culprit stands alone; 0 for no such group. */
  group: number
}

const newEntry = (known: Partial<Entry>): Entry => ({
  wanted: false,
  sent: false,
  answered: false,
  command: 0,
  retried: false,
  unsure: false,
  group: 0,
  ...known,
})

/** A change to be told to the exchange. */
export interface Due {
  readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'
  readonly streams: readonly string[]
}

export class Subscriptions {
  readonly #entries = new Map<string, Entry>()
  #groups = 0

  /** Nothing is wanted and nothing is left to be told or answered. */
  get idle(): boolean {
    return this.#entries.size === 0
  }

  /** How many streams are wanted. */
  get wanted(): number {
    return this.#count(entry => entry.wanted)
  }

  /** How many wanted streams are not acknowledged. */
  get pending(): number {
    return this.#count(entry => entry.wanted && !(entry.sent && entry.answered))
  }

  want(stream: string): void {
    const entry = this.#entries.get(stream)
    if (entry === undefined) this.#entries.set(stream, newEntry({ wanted: true }))
    else entry.wanted = true
  }

  unwant(stream: string): void {
    const entry = this.#entries.get(stream)
    if (entry === undefined) return
    entry.wanted = false
    // It is told to stop, to be sure.
    if (entry.unsure) entry.sent = true
    if (!entry.sent && (entry.command === 0 || entry.answered)) this.#entries.delete(stream)
  }

  /** What to tell next: streams to leave first, so that those to join find room. */
  due(): Due | undefined {
    const leave = this.#where(entry => entry.sent && !entry.wanted)
    if (leave.length > 0) return { method: 'UNSUBSCRIBE', streams: leave }
    const join = (entry: Entry): boolean => entry.wanted && !entry.sent
    const [first] = this.#where(join)
    if (first === undefined) return undefined
    const group = this.#entries.get(first)?.group
    return { method: 'SUBSCRIBE', streams: this.#where(entry => join(entry) && entry.group === group) }
  }

  /** Command `id` went out. */
  told(id: number, { method, streams }: Due): void {
    for (const entry of this.#each(streams)) {
      entry.sent = method === 'SUBSCRIBE'
      entry.answered = false
      entry.unsure = false
      entry.command = id
    }
  }

  /** The exchange did what command `id` said. */
  confirm(id: number, { streams }: Due): void {
    for (const [stream, entry] of this.#about(id, streams)) this.#settle(stream, entry)
  }

  /** The exchange refused command `id`. Returns the stream that is to blame, once it stands alone and is wanted. */
  refuse(id: number, { method, streams }: Due): string | undefined {
    const about = this.#about(id, streams)
    if (method === 'UNSUBSCRIBE') {
      for (const [stream, entry] of about) this.#settle(stream, entry)
      return undefined
    }
    const halves = [++this.#groups, ++this.#groups] as const
    about.forEach(([stream, entry], index) => {
      entry.sent = false
      entry.answered = true
      entry.retried = false
      entry.group = index < about.length / 2 ? halves[0] : halves[1]
      if (!entry.wanted) this.#entries.delete(stream)
    })
    const [only] = about
    return streams.length === 1 && only !== undefined && only[1].wanted ? only[0] : undefined
  }

  /** Command `id` was not answered: it is due once more. Returns whether all hope of an answer is gone. */
  unanswered(id: number, { method, streams }: Due): boolean {
    let hopeless = false
    for (const [stream, entry] of this.#about(id, streams)) {
      // A list may have told meanwhile.
      if (entry.answered) continue
      if (!entry.retried) {
        entry.retried = true
        entry.unsure = true
        entry.sent = !entry.wanted
        continue
      }
      hopeless = true
      if (method === 'UNSUBSCRIBE') this.#settle(stream, entry)
    }
    return hopeless
  }

  /**
   * The exchange listed its subscriptions in answer to command `id`: the truth about all that was told before, answered or not. Streams
   * that it has forgotten are due again; those it should not have are due to be left. What was told after `id` is not judged by it.
   */
  compare(id: number, listed: readonly string[]): void {
    const unasked = new Set(listed)
    for (const [stream, entry] of this.#entries) {
      const isSent = unasked.delete(stream)
      if (entry.command > id) continue
      entry.sent = isSent
      if (isSent || !entry.wanted) this.#settle(stream, entry)
      else this.#entries.set(stream, newEntry({ wanted: true, group: entry.group }))
    }
    for (const stream of unasked) {
      this.#entries.set(stream, newEntry({ sent: true, answered: true, command: id }))
    }
  }

  /** The connection is gone: nothing is sent any more, and everything wanted is due. */
  reset(): void {
    for (const [stream, entry] of this.#entries) {
      if (entry.wanted) this.#entries.set(stream, newEntry({ wanted: true }))
      else this.#entries.delete(stream)
    }
  }

  #settle(stream: string, entry: Entry): void {
    entry.answered = true
    entry.retried = false
    entry.unsure = false
    entry.group = 0
    if (!entry.wanted && !entry.sent) this.#entries.delete(stream)
  }

  #about(id: number, streams: readonly string[]): (readonly [string, Entry])[] {
    return streams.flatMap(stream => {
      const entry = this.#entries.get(stream)
      return entry?.command === id ? [[stream, entry] as const] : []
    })
  }

  #each(streams: readonly string[]): Entry[] {
    return streams.flatMap(stream => this.#entries.get(stream) ?? [])
  }

  #where(test: (entry: Entry) => boolean): string[] {
    return [...this.#entries].filter(([, entry]) => test(entry)).map(([stream]) => stream)
  }

  #count(test: (entry: Entry) => boolean): number {
    let count = 0
    for (const entry of this.#entries.values()) if (test(entry)) count++
    return count
  }
}
