/** The connection of a marble market: drawn, and told in the same statuses as a real one. */
import { defer, merge, type Observable, of, Subject } from 'rxjs'
import { ConnectionLostError, ReconnectFailedError, StaleConnectionError } from '../../model/errors.js'
import type { ConnectionStatus } from '../../model/status.js'
import type { Moment } from './moments.js'

type Step = ConnectionStatus extends infer S
  ? S extends unknown
    ? Omit<S, 'connection' | 'at'>
    : never
  : never

export interface LinkConfig {
  readonly now: () => number
  /** Does it when this moment is over. */
  readonly later: (work: () => void) => void
  /** Gives up: every subscriber gets it. */
  readonly fail: (error: ReconnectFailedError) => void
}

const URL = 'marble:'
// Where nothing follows in the diagram, the next attempt is as far off as a real market's longest delay.
const LONGEST_DELAY = 60_000

export class MarbleLink {
  readonly #config: LinkConfig
  readonly #statuses$ = new Subject<ConnectionStatus>()
  readonly #wanted = new Set<string>()
  readonly #live = new Set<string>()
  #present: ConnectionStatus | undefined
  #isUp: boolean
  #isConnected = false
  #attempt = 0
  #lastFrameAt = 0

  /** @param isUp whether the link works before anything is drawn of it */
  constructor(isUp: boolean, config: LinkConfig) {
    this.#isUp = isUp
    this.#config = config
  }

  /** Whether what the exchange sends arrives. */
  get isUp(): boolean {
    return this.#isUp
  }

  readonly status$: Observable<ConnectionStatus> = defer(() =>
    merge(this.#present === undefined ? of() : of(this.#present), this.#statuses$),
  )

  want(channel: string): void {
    this.#wanted.add(channel)
    this.#config.later(() => this.#settle())
  }

  unwant(channel: string): void {
    this.#wanted.delete(channel)
    this.#live.delete(channel)
    this.#config.later(() => this.#settle())
  }

  /** Something arrived. */
  heard(): void {
    this.#lastFrameAt = this.#config.now()
  }

  /** `L`: the link works from now on. */
  restore(): void {
    this.#isUp = true
    this.#settle()
  }

  /** `D`: it breaks; or, when it was broken already, one more attempt fails. */
  drop(delay = LONGEST_DELAY): void {
    if (this.#break()) this.#retry(delay, new ConnectionLostError(URL, 1006, ''))
  }

  /** `S`: it was found silent, and is given up for a new one. */
  stall(delay = LONGEST_DELAY): void {
    const silence = this.#config.now() - this.#lastFrameAt
    if (this.#isConnected) this.#tell({ type: 'stale', silence })
    if (this.#break()) this.#retry(delay, new StaleConnectionError(silence))
  }

  /** `F`: it breaks, and there is no more trying. */
  giveUp(): void {
    if (!this.#break()) return
    const cause = new ConnectionLostError(URL, 1006, '')
    const attempts = this.#attempt
    this.#attempt = 0
    this.#tell({ type: 'failed', attempts, cause })
    this.#config.fail(new ReconnectFailedError(attempts, cause))
  }

  close(): void {
    this.#wanted.clear()
    this.#settle()
    this.#statuses$.complete()
  }

  /** Whether anybody was there to notice. */
  #break(): boolean {
    this.#isUp = false
    if (this.#wanted.size === 0) return false
    if (!this.#isConnected) this.#tell({ type: 'connecting', url: URL })
    this.#isConnected = false
    this.#live.clear()
    this.#tell({ type: 'closed', code: 1006, reason: '' })
    return true
  }

  #retry(delay: number, cause: Error): void {
    this.#tell({ type: 'reconnecting', attempt: ++this.#attempt, delay, cause })
  }

  /** Makes of what is wanted what is so, once a moment is over. */
  #settle(): void {
    const type = this.#present?.type ?? 'closed'
    if (this.#wanted.size === 0) {
      this.#attempt = 0
      this.#isConnected = false
      if (type !== 'closed' && type !== 'failed')
        this.#tell({ type: 'closed', code: 1000, reason: 'no longer needed' })
      return
    }
    const pending = [...this.#wanted].filter(channel => !this.#live.has(channel))
    if (!this.#isUp || pending.length === 0) return
    if (!this.#isConnected) {
      this.#tell({ type: 'connecting', url: URL })
      this.#tell({ type: 'open' })
      this.#isConnected = true
      this.#attempt = 0
      this.heard()
    }
    for (const channel of pending) this.#live.add(channel)
    this.#tell({ type: 'subscribing', pending: pending.length })
    this.#tell({ type: 'live', streams: this.#live.size })
  }

  #tell(step: Step): void {
    this.#present = { ...step, connection: 0, at: this.#config.now() }
    this.#statuses$.next(this.#present)
  }
}

interface LinkStage {
  readonly link: MarbleLink
  readonly draw: (moment: Moment, act: () => void) => void
  readonly close: () => void
}

/** Puts what is drawn of the connection on the timeline. An attempt is due when the next thing is drawn. */
export function drawLink(moments: readonly Moment[], { link, draw, close }: LinkStage): void {
  moments.forEach((moment, index) => {
    const next = moments[index + 1]
    const delay = next === undefined ? undefined : next.frame - moment.frame
    const acts: Readonly<Record<string, () => void>> = {
      L: () => link.restore(),
      D: () => link.drop(delay),
      S: () => link.stall(delay),
      F: () => link.giveUp(),
      '|': close,
    }
    draw(moment, () => acts[moment.mark]?.())
  })
}
