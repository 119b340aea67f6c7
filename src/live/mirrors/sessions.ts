/**
 * The sessions of one connection: one, two while it rotates, and as many more as it has mirrors.
 */
import { Subject } from 'rxjs'
import type { MarketError } from '../../validation/market-error.js'
import type { MarketEvent } from '../../model/event.js'
import type { StatusChange } from '../../model/status-change.js'
import type { RouterOutputs } from '../../streams/router.js'
import type { SharedStreams } from '../../streams/shared-streams.js'
import type { Stream } from '../../streams/stream.js'
import { Session, type SessionSettings } from '../session.js'

export interface SessionsConfig<N> extends SessionSettings, RouterOutputs {
  readonly streams: SharedStreams<MarketEvent<N>, Stream<N>>
  readonly onError: (error: MarketError) => void
  readonly onStreamRejected: (stream: string, reason: number, detail: string) => void
}

/** Notifies the owner of a session. */
export interface SessionListener {
  readonly onStatus: (change: StatusChange) => void
  readonly onOpened: () => void
  readonly onShutdown: () => MarketError | undefined
}

export class Sessions<N> {
  /** Something was sent or acknowledged. */
  readonly changes$ = new Subject<void>()
  /** A session has ended. */
  readonly ended$ = new Subject<void>()
  readonly socketReleased$ = new Subject<void>()
  readonly #config: SessionsConfig<N>
  /** Each with its mirror. */
  readonly #all = new Map<Session<N>, number>()
  /** Those that carry the streams, in the order in which they opened. */
  readonly #carrying = new Set<Session<N>>()
  #count = 0
  #openSockets = 0
  #isListRejected = false
  #last: Session<N> | undefined

  constructor(config: SessionsConfig<N>) {
    this.#config = config
  }

  get openSockets(): number {
    return this.#openSockets
  }

  get isOpen(): boolean {
    return this.#carrying.size > 0
  }

  /** Whether no session has a command to send or an answer to wait for, as nothing is wanted. */
  get isIdle(): boolean {
    return [...this.#all.keys()].every(({ subscriptions }) => subscriptions.isIdle)
  }

  /** The number of wanted streams that are acknowledged on no session. */
  get pendingCount(): number {
    return Math.min(...[...this.#all.keys()].map(({ subscriptions }) => subscriptions.pendingCount))
  }

  /** Milliseconds since the newest session opened. */
  get uptime(): number {
    return this.#last?.uptime ?? -Infinity
  }

  /** The mirrors of which a session carries every wanted stream, or has. */
  mirrors(which: 'isLive' | 'wasLive'): ReadonlySet<number> {
    const chosen = [...this.#carrying].filter(session => session[which])
    return new Set(chosen.map(session => this.#all.get(session) ?? 0))
  }

  add(stream: Stream<N>): void {
    let carrying: number | undefined
    for (const { id } of this.#carrying) {
      stream.join(id, carrying)
      carrying = id
    }
    for (const session of this.#all.keys()) session.addWanted(stream.name)
  }

  remove(stream: Stream<N>): void {
    stream.dispose()
    for (const session of this.#all.keys()) session.removeWanted(stream.name)
  }

  linger(isLingering: boolean): void {
    for (const session of this.#all.keys()) session.linger(isLingering)
  }

  create(url: string, mirror: number, listener: SessionListener): Session<N> {
    const session: Session<N> = new Session({
      ...this.#config,
      id: ++this.#count,
      url,
      onStatus: listener.onStatus,
      onShutdown: listener.onShutdown,
      onOpened: () => {
        this.#join(session)
        listener.onOpened()
      },
      onChange: () => {
        session.wasLive ||= session.isLive
        this.changes$.next()
      },
      onListRejected: error => this.#onListRejected(error),
      onSocketCreated: () => this.#openSockets++,
      onSocketReleased: () => {
        this.#openSockets--
        this.socketReleased$.next()
      },
      onEnded: () => {
        this.leave(session, () => undefined)
        this.#all.delete(session)
        this.ended$.next()
      },
    })
    this.#all.set(session, mirror)
    this.#last = session
    return session
  }

  /**
   * A session carries nothing any more.
   *
   * @param successorOf the session that is known to carry a stream instead
   */
  leave(session: Session<N>, successorOf: (stream: Stream<N>) => number | undefined): void {
    if (!this.#carrying.delete(session)) return
    for (const stream of this.#config.streams.values()) stream.leave(session.id, successorOf(stream))
  }

  #join(session: Session<N>): void {
    const [carrying] = this.#carrying
    this.#carrying.add(session)
    for (const stream of this.#config.streams.values()) stream.join(session.id, carrying?.id)
  }

  /** Reports the rejection once, as each further probe is rejected as well. */
  #onListRejected(error: MarketError): void {
    if (this.#isListRejected) return
    this.#isListRejected = true
    this.#config.onError(error)
  }
}
