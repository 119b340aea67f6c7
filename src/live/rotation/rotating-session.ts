/**
 * One session after another without a break: opens the next one before it closes the last, when
 * that is near its end or the exchange has announced it.
 *
 * ```
 * one session ─ due → opening the next ─ onOpened → handover: both carry the streams ─ all have met, or 30 s → one session
 * opening, handover ─ the next one fails → waiting, with backoff → opening
 * waiting ─ the old one fails → error (the connection reconnects)
 * opening, handover ─ the old one fails → one session: the next one, whatever it carries already
 * ```
 */
import { Observable, type SchedulerLike, type Subscriber, Subscription } from 'rxjs'
import { backoff } from '../../clock/backoff.js'
import { idleTimer$ } from '../../clock/idle-timer.js'
import type { RateLimiter } from '../../clock/rate-limiter.js'
import { DEFAULT_RECONNECT, type ReconnectSettings, type RotationSettings } from '../../live-settings.js'
import { ServerShutdownError } from '../../model/errors/connection-errors.js'
import type { RotationReason } from '../../model/status.js'
import type { StatusChange } from '../../model/status-change.js'
import type { Stream } from '../../streams/stream.js'
import type { MarketError } from '../../validation/market-error.js'
import { redactUrl } from '../../validation/redact-url.js'
import { handover$ } from './handover.js'
import { acquireSlot$, type ReconnectableSession, retryAfter, toClosedStatus } from '../reconnect.js'
import { rotationDelay } from './rotation-delay.js'
import type { Session } from '../session.js'
import type { SessionListener } from '../mirrors/sessions.js'

export interface RotationConfig<N> {
  readonly rotation: RotationSettings | false
  readonly reconnect: ReconnectSettings | false
  readonly scheduler: SchedulerLike
  readonly connectLimiter: RateLimiter
  readonly createSession: (url: string, listener: SessionListener) => Session<N>
  /** Returns the address of the next attempt. */
  readonly nextUrl: (hasFailed: boolean) => string
  readonly streams: () => Iterable<Stream<N>>
  /** Whether any stream is wanted. */
  readonly isNeeded: () => boolean
  readonly onStatus: (change: StatusChange) => void
  /**
   * The first of two sessions carries nothing any more; `isOver` are the streams that the second
   * one is known to carry.
   */
  readonly onReplaced: (old: Session<N>, next: Session<N>, isOver: (stream: Stream<N>) => boolean) => void
  /** The rotation is over, as one session is left. */
  readonly onRotated: () => void
}

interface Running<N> {
  readonly session: Session<N>
  readonly subscription: Subscription
  /** Why it is to be replaced. */
  due: RotationReason | undefined
}

/** Milliseconds after which a rotation is tried again while nothing is wanted. */
const NOT_NEEDED_DELAY = 1_000

export class RotatingSession<N> implements ReconnectableSession {
  readonly #config: RotationConfig<N>
  readonly #backoff: ReconnectSettings
  #subscriber: Subscriber<never> | undefined
  #current: Running<N> | undefined
  /** The session that is to replace it. */
  #next: Running<N> | undefined
  /** The wait of the rotation: for its next attempt, a slot, or the handover. */
  #wait: Subscription | undefined
  /** Attempts of the rotation under way. */
  #attempt = 0
  /** Grows with each failure, and with each session that is due as soon as it has opened. */
  #delayLevel = 0

  /** @param url the address of the first session */
  constructor(config: RotationConfig<N>, url: string) {
    this.#config = config
    const reconnect = config.reconnect === false ? DEFAULT_RECONNECT : config.reconnect
    const random = config.rotation === false ? undefined : config.rotation.random
    this.#backoff = { ...reconnect, ...(random !== undefined && { random }) }
    this.run$ = new Observable<never>(subscriber => {
      this.#subscriber = subscriber
      this.#current = this.#create(url)
      this.#run(this.#current)
      return () => this.#stop()
    })
  }

  readonly run$: Observable<never>

  get uptime(): number {
    return this.#current?.session.uptime ?? -Infinity
  }

  #create(url: string): Running<N> {
    const running: Running<N> = {
      session: this.#config.createSession(url, {
        onStatus: change => {
          // Those of one of two sessions do not change what the connection is.
          if (this.#current === running && this.#next?.session.isLive !== true) this.#config.onStatus(change)
        },
        onOpened: () => this.#onOpened(running),
        onShutdown: () => this.#onShutdown(running),
      }),
      subscription: new Subscription(),
      due: undefined,
    }
    return running
  }

  #run(running: Running<N>): void {
    const error = (cause: MarketError): void => this.#onEnded(running, cause)
    running.subscription.add(running.session.run$.subscribe({ error }))
  }

  #stop(): void {
    this.#wait?.unsubscribe()
    this.#current?.subscription.unsubscribe()
    this.#next?.subscription.unsubscribe()
  }

  #onOpened(running: Running<N>): void {
    const { rotation, scheduler } = this.#config
    if (rotation === false) return
    const delay = rotationDelay(rotation, this.#backoff, scheduler.now())
    running.subscription.add(idleTimer$(delay, scheduler).subscribe(() => this.#onDue(running, 'age')))
    if (running === this.#next) this.#handOver(running)
  }

  #onShutdown(running: Running<N>): MarketError | undefined {
    if (this.#config.rotation === false) return new ServerShutdownError()
    this.#onDue(running, 'shutdown')
    return undefined
  }

  #onDue(running: Running<N>, reason: RotationReason): void {
    running.due = reason
    // Otherwise once it is the current one, or when the rotation under way has failed.
    if (running === this.#current && this.#next === undefined && this.#wait === undefined) this.#begin()
  }

  #begin(): void {
    if (!this.#config.isNeeded()) return this.#after(NOT_NEEDED_DELAY, () => this.#begin())
    this.#attempt = 0
    const isYoung = this.uptime < this.#backoff.minUptime
    if (!isYoung) this.#delayLevel = 0
    const delay = this.#delayLevel === 0 ? 0 : backoff(this.#backoff, this.#delayLevel)
    if (isYoung) this.#delayLevel++
    if (delay === 0) this.#open()
    else this.#after(delay, () => this.#open())
  }

  #open(cause?: MarketError): void {
    const { connectLimiter, scheduler, nextUrl, onStatus } = this.#config
    onStatus({
      type: 'rotating',
      streams: [...this.#config.streams()].length,
      reason: this.#current?.due ?? 'age',
      attempt: ++this.#attempt,
      ...(cause !== undefined && { cause }),
    })
    const slot$ = acquireSlot$({ connectLimiter, scheduler, onStatus: () => undefined })
    this.#waitFor(slot$, () => {
      connectLimiter.acquire()()
      this.#next = this.#create(nextUrl(cause !== undefined))
      this.#run(this.#next)
    })
  }

  #handOver(next: Running<N>): void {
    const { scheduler, streams } = this.#config
    this.#waitFor(
      handover$({ scheduler, session: next.session, streams }),
      isOver => this.#replace(next, isOver),
      error => this.#onEnded(next, error),
    )
  }

  #replace(next: Running<N>, isOver: (stream: Stream<N>) => boolean): void {
    const old = this.#current
    this.#current = next
    this.#next = undefined
    if (old !== undefined) this.#config.onReplaced(old.session, next.session, isOver)
    old?.subscription.unsubscribe()
    this.#onSingle(next)
  }

  #onEnded(running: Running<N>, error: MarketError): void {
    running.subscription.unsubscribe()
    if (running === this.#next) {
      this.#next = undefined
      this.#config.connectLimiter.block(retryAfter(error))
      return this.#after(backoff(this.#backoff, ++this.#delayLevel), () => this.#open(error))
    }
    if (running !== this.#current) return
    const next = this.#next
    if (next === undefined) {
      this.#wait?.unsubscribe()
      this.#subscriber?.error(error)
    } else this.#goOnWith(next, error)
  }

  /** The old session has ended early: a drop, of what the next one does not carry yet. */
  #goOnWith(next: Running<N>, cause: MarketError): void {
    const { onStatus } = this.#config
    this.#wait?.unsubscribe()
    this.#wait = undefined
    this.#next = undefined
    this.#current = next
    const { session } = next
    if (!session.isLive) {
      onStatus(toClosedStatus(cause))
      onStatus({ type: 'reconnecting', attempt: 0, delay: 0, cause })
      onStatus({ type: 'connecting', url: redactUrl(session.url) })
      if (session.isOpen) onStatus({ type: 'open' })
    }
    this.#onSingle(next)
  }

  #onSingle(current: Running<N>): void {
    this.#config.onRotated()
    if (current.due !== undefined && this.#wait === undefined) this.#begin()
  }

  #after(delay: number, action: () => void): void {
    this.#waitFor(idleTimer$(delay, this.#config.scheduler), action)
  }

  /** Waits for the first value of `source$`, unless the rotation is over before. */
  #waitFor<T>(
    source$: Observable<T>,
    action: (value: T) => void,
    onError: (error: MarketError) => void = error => this.#subscriber?.error(error),
  ): void {
    this.#wait?.unsubscribe()
    const wait = new Subscription()
    this.#wait = wait
    const end = (): void => {
      wait.unsubscribe()
      if (this.#wait === wait) this.#wait = undefined
    }
    wait.add(
      source$.subscribe({
        next: value => {
          end()
          action(value)
        },
        error: (error: unknown) => {
          end()
          onError(error as MarketError)
        },
      }),
    )
  }
}
