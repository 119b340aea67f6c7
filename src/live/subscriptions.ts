/**
 * The subscriptions of one session: which streams are wanted, and what the exchange was asked and
 * has answered of each. Pure state: the difference between wanted and asked determines the next
 * commands, so there is no queue that could grow.
 *
 * ```
 * idle ─ markSent(SUBSCRIBE) → subscribing ─ acknowledge → active
 * active ─ removeWanted, markSent(UNSUBSCRIBE) → unsubscribing ─ acknowledge → (deleted)
 * unsubscribing ─ addWanted, markSent(SUBSCRIBE) → subscribing          (and the other way round)
 * subscribing ─ reject, several streams → idle, in a bisectGroup
 * subscribing ─ reject, one stream → (deleted by the caller)
 * subscribing ─ defer (a temporary rejection) → idle
 * subscribing | unsubscribing ─ timeOut, first → uncertain (due again)
 * subscribing | unsubscribing ─ timeOut, second → unclear, until reconcile with LIST_SUBSCRIPTIONS
 * unclear ─ resendUnclear (the exchange has no list) → idle
 * any ─ reconcile(listed) → active | idle | (deleted)
 * ```
 * An answer to a command is ignored for each stream that a later command named. Due is SUBSCRIBE
 * for a wanted stream that is idle, unsubscribing or uncertain, UNSUBSCRIBE for an unwanted one
 * that is subscribing, active or uncertain.
 */

type State = 'idle' | 'subscribing' | 'active' | 'unsubscribing' | 'uncertain' | 'unclear'

interface Entry {
  state: State
  isWanted: boolean
  /** The last command that named the stream; 0 before the first. */
  command: number
  /** Whether the previous command timed out, which makes this one the last attempt. */
  isRetry: boolean
  /**
   * Streams of a rejected SUBSCRIBE are sent again by halves, until one is alone; 0 for no such
   * group.
   */
  bisectGroup: number
}

/** The next commands. */
export interface SubscriptionChange {
  readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'
  readonly streams: readonly string[]
}

/**
 * Maximum of unknown streams that are unsubscribed after one list, so that a hostile list costs no
 * more.
 */
const MAX_FOREIGN = 1024

export class Subscriptions {
  readonly #entries = new Map<string, Entry>()
  #groups = 0

  constructor(wanted: Iterable<string> = []) {
    for (const stream of wanted) this.addWanted(stream)
  }

  /** Whether nothing is wanted, unsent or unanswered. */
  get isIdle(): boolean {
    return this.#entries.size === 0
  }

  /** The number of wanted streams that are not acknowledged. */
  get pendingCount(): number {
    let count = 0
    for (const { isWanted, state } of this.#entries.values()) if (isWanted && state !== 'active') count++
    return count
  }

  /** Whether the exchange has acknowledged the stream and not forgotten it. */
  isActive(stream: string): boolean {
    return this.#entries.get(stream)?.state === 'active'
  }

  /** The id of the last command that named an active stream. */
  activeCommand(stream: string): number | undefined {
    const entry = this.#entries.get(stream)
    return entry?.state === 'active' ? entry.command : undefined
  }

  addWanted(stream: string): void {
    const entry = this.#entries.get(stream)
    if (entry === undefined) this.#entries.set(stream, newEntry('idle', true))
    else entry.isWanted = true
  }

  removeWanted(stream: string): void {
    const entry = this.#entries.get(stream)
    if (entry === undefined) return
    entry.isWanted = false
    if (entry.state === 'idle') this.#entries.delete(stream)
  }

  /** The next commands: UNSUBSCRIBE first, so that new streams find a free slot. */
  nextChange(): SubscriptionChange | undefined {
    const unsubscribe: string[] = []
    const subscribe: string[] = []
    let group: number | undefined
    for (const [stream, entry] of this.#entries) {
      if (isUnsubscribeDue(entry)) unsubscribe.push(stream)
      else if (isSubscribeDue(entry)) {
        group ??= entry.bisectGroup
        if (entry.bisectGroup === group) subscribe.push(stream)
      }
    }
    if (unsubscribe.length > 0) return { method: 'UNSUBSCRIBE', streams: unsubscribe }
    return subscribe.length > 0 ? { method: 'SUBSCRIBE', streams: subscribe } : undefined
  }

  /** Command `id` is about to be sent. */
  markSent(id: number, { method, streams }: SubscriptionChange): void {
    for (const stream of streams) {
      const entry = this.#entries.get(stream)
      if (entry === undefined) continue
      entry.state = method === 'SUBSCRIBE' ? 'subscribing' : 'unsubscribing'
      entry.command = id
    }
  }

  /** The exchange acknowledged command `id`. */
  acknowledge(id: number, { streams }: SubscriptionChange): void {
    for (const [stream, entry] of this.#entriesFor(id, streams)) this.#settle(stream, entry)
  }

  /**
   * The exchange rejected command `id`. Returns the offending stream, once it is alone in its
   * command and wanted.
   */
  reject(id: number, { method, streams }: SubscriptionChange): string | undefined {
    const entries = this.#entriesFor(id, streams)
    if (method === 'UNSUBSCRIBE') {
      // The exchange does not have the stream, or will go on sending it: there is nothing else to
      // try.
      for (const [stream, entry] of entries) this.#settle(stream, entry)
      return undefined
    }
    const halves = [++this.#groups, ++this.#groups] as const
    entries.forEach(([stream, entry], index) => {
      this.#setIdle(stream, entry)
      entry.bisectGroup = index < entries.length / 2 ? halves[0] : halves[1]
    })
    const [only] = entries
    return streams.length === 1 && only?.[1].isWanted === true ? only[0] : undefined
  }

  /** The exchange rejected command `id` for now, whatever its streams: it is due again. */
  defer(id: number, { method, streams }: SubscriptionChange): void {
    for (const [stream, entry] of this.#entriesFor(id, streams)) {
      if (method === 'SUBSCRIBE') this.#setIdle(stream, entry)
      else entry.state = 'active'
    }
  }

  /**
   * Command `id` was not answered in time: it is due once more. Returns whether a list is needed to
   * find out the state.
   */
  timeOut(id: number, { method, streams }: SubscriptionChange): boolean {
    let isUnclear = false
    for (const [stream, entry] of this.#entriesFor(id, streams)) {
      // A list may have answered meanwhile.
      if (entry.state !== 'subscribing' && entry.state !== 'unsubscribing') continue
      if (!entry.isRetry) {
        entry.state = 'uncertain'
        entry.isRetry = true
        continue
      }
      isUnclear = true
      if (method === 'UNSUBSCRIBE') this.#settle(stream, entry)
      else entry.state = 'unclear'
    }
    return isUnclear
  }

  /** The exchange does not list its subscriptions: what only a list could clear up is due again. */
  resendUnclear(): void {
    for (const [stream, entry] of this.#entries) if (entry.state === 'unclear') this.#setIdle(stream, entry)
  }

  /**
   * The exchange listed its subscriptions in answer to command `id`: the authoritative state of all
   * that was sent before it, answered or not. Streams that it has forgotten are due again; unknown
   * streams are unsubscribed.
   *
   * @returns the forgotten streams that were active
   */
  reconcile(id: number, listed: readonly string[]): readonly string[] {
    const foreign = new Set(listed)
    const forgotten: string[] = []
    for (const [stream, entry] of this.#entries) {
      const isListed = foreign.delete(stream)
      if (entry.command > id) continue
      if (isListed) {
        entry.state = 'active'
        this.#clearAttempts(entry)
      } else if (!entry.isWanted) this.#entries.delete(stream)
      else if (entry.state !== 'idle') {
        if (entry.state === 'active') forgotten.push(stream)
        this.#setIdle(stream, entry)
      }
    }
    let count = 0
    for (const stream of foreign) {
      if (++count > MAX_FOREIGN) break
      this.#entries.set(stream, { ...newEntry('active', false), command: id })
    }
    return forgotten
  }

  /** A SUBSCRIBE has taken effect, or an UNSUBSCRIBE has, for all that can be known. */
  #settle(stream: string, entry: Entry): void {
    if (entry.state === 'subscribing') entry.state = 'active'
    else if (entry.state === 'unsubscribing') this.#setIdle(stream, entry)
    this.#clearAttempts(entry)
  }

  #setIdle(stream: string, entry: Entry): void {
    entry.state = 'idle'
    entry.isRetry = false
    if (!entry.isWanted) this.#entries.delete(stream)
  }

  #clearAttempts(entry: Entry): void {
    entry.isRetry = false
    entry.bisectGroup = 0
  }

  #entriesFor(id: number, streams: readonly string[]): (readonly [string, Entry])[] {
    return streams.flatMap(stream => {
      const entry = this.#entries.get(stream)
      return entry?.command === id ? [[stream, entry] as const] : []
    })
  }
}

const newEntry = (state: State, isWanted: boolean): Entry => ({
  state,
  isWanted,
  command: 0,
  isRetry: false,
  bisectGroup: 0,
})

const isSubscribeDue = ({ isWanted, state }: Entry): boolean =>
  isWanted && (state === 'idle' || state === 'unsubscribing' || state === 'uncertain')

const isUnsubscribeDue = ({ isWanted, state }: Entry): boolean =>
  !isWanted && (state === 'subscribing' || state === 'active' || state === 'uncertain' || state === 'unclear')
