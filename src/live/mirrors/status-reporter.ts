/**
 * The statuses of one connection, made of those of its mirrors: it is what the one that leads is,
 * and live while any of them is.
 */
import type { StatusChange } from '../../model/status-change.js'
import type { Sessions } from './sessions.js'

export interface StatusReporterConfig {
  readonly mirrors: number
  readonly sessions: Pick<Sessions<never>, 'mirrors'>
  readonly onStatus: (change: StatusChange) => void
}

export class StatusReporter {
  readonly #config: StatusReporterConfig
  #type: StatusChange['type'] = 'closed'
  /** The mirror whose statuses are reported: a live one where there is one. */
  #leader = 0
  /** The mirrors that rotate. The rotation of the first is reported, and its end is that of all. */
  readonly #rotating = new Set<number>()
  /** The numbers in the last `live` status. */
  #streams = 0
  #sessions = 0

  constructor(config: StatusReporterConfig) {
    this.#config = config
  }

  get type(): StatusChange['type'] {
    return this.#type
  }

  /** Another mirror carries the streams. */
  isCarriedBeside(mirror: number): boolean {
    return this.#carryingBeside(mirror) !== undefined
  }

  next(change: StatusChange): void {
    this.#type = change.type
    this.#config.onStatus(change)
  }

  /** The status of one mirror. */
  onMirror(mirror: number, change: StatusChange): void {
    if (change.type === 'rotating') {
      this.#rotating.add(mirror)
      const [reported] = this.#rotating
      if (this.#isLive && reported === mirror) this.next(change)
      return
    }
    if (change.type === 'closed') this.onRotated(mirror)
    const isShown = change.type === 'failed' || mirror === this.#leader
    const other = this.#carryingBeside(mirror)
    if (isShown && other === undefined) this.next(change)
    else if (isShown && change.type === 'closed') this.#leader = other ?? mirror
  }

  /** Something was sent or acknowledged. */
  onProgress(pending: number, streams: number): void {
    const { mirrors, sessions } = this.#config
    if (pending > 0) {
      if (this.#type !== 'subscribing') this.next({ type: 'subscribing', pending })
      return
    }
    const live = sessions.mirrors('isLive')
    if (streams === 0 || live.size === 0) return
    if (!live.has(this.#leader)) this.#leader = Math.min(...live)
    if (this.#isLive && streams === this.#streams && live.size === this.#sessions) return
    this.#streams = streams
    this.#sessions = live.size
    this.next({ type: 'live', streams, ...(mirrors > 1 && { sessions: live.size }) })
  }

  /** The rotation of a mirror is over. */
  onRotated(mirror: number): void {
    this.#rotating.delete(mirror)
    if (this.#rotating.size === 0 && this.#type === 'rotating') this.#type = 'open'
  }

  #carryingBeside(mirror: number): number | undefined {
    return [...this.#config.sessions.mirrors('wasLive')].find(other => other !== mirror)
  }

  get #isLive(): boolean {
    return this.#type === 'live' || this.#type === 'rotating'
  }
}
