/**
 * The socket that RxJS's `webSocket` is given, over any transport. RxJS 7.8 treats a close with a
 * close frame as completion, listens to sockets that it has closed, and receives errors without
 * their code. Here every close that we did not ask for is one error with its code and reason, and a
 * detached socket emits nothing more.
 *
 * ```
 * CONNECTING ─ onOpen → OPEN ─ close(), terminate() → CLOSING (detached: emits nothing)
 * CLOSING ─ onClose, closeTimeout → CLOSED
 * CONNECTING | OPEN ─ onClose → CLOSED, reported to RxJS as an error
 * ```
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { WebSocketSubjectConfig } from 'rxjs/webSocket'
import type { FrameData } from '../../codec/frame.js'
import { ConnectionLostError } from '../../model/errors/connection-errors.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import type { MarketError } from '../../validation/market-error.js'
import { hasCode } from '../../model/errors/is-market-error.js'
import { cleanText } from '../../validation/clean-text.js'
import { printValue } from '../../validation/print-value.js'
import type { Transport, TransportFactory, TransportListener } from './transport.js'

export interface RxjsSocketConfig {
  readonly openTransport: TransportFactory
  readonly scheduler: SchedulerLike
  /** Milliseconds that the peer has to answer a close. */
  readonly closeTimeout: number
  readonly onCreated: (socket: RxjsSocket) => void
  /** The socket has closed and holds no resources any more. */
  readonly onReleased: () => void
  readonly onPing: () => void
}

const CONNECTING = 0
const OPEN = 1
const CLOSING = 2
const CLOSED = 3

const NORMAL_CLOSURE = 1000
const ABNORMAL_CLOSURE = 1006

/** Milliseconds after an error within which a close may still come; some sockets emit none. */
const CLOSE_AFTER_ERROR = 100

/** The part of the browser's WebSocket that RxJS uses. */
export class RxjsSocket implements TransportListener {
  readyState: 0 | 1 | 2 | 3 = CONNECTING
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((data: FrameData) => void) | null = null
  onclose: ((error: MarketError) => void) | null = null
  /** Never called: the failure is the cause of the error that `onclose` receives. */
  onerror: ((event: unknown) => void) | null = null

  readonly #url: string
  readonly #config: RxjsSocketConfig
  #transport: Transport | undefined
  #timer: Subscription | undefined
  /** The failure, which the close event does not carry. */
  #cause: unknown

  constructor(url: string, config: RxjsSocketConfig) {
    this.#url = url
    this.#config = config
    config.onCreated(this)
    try {
      this.#transport = config.openTransport(url, this)
    } catch (cause) {
      this.#failLater(toConfigurationError(cause))
    }
  }

  /** Does not throw: an error of the transport closes the socket, as a lost connection does. */
  send(text: string): void {
    try {
      this.#transport?.send(text)
    } catch (cause) {
      // RxJS would treat an error with a `code` as a request to close.
      this.#failLater(cause)
    }
  }

  /** Called by RxJS: a closing handshake with code 1000, cut short after `closeTimeout`. */
  close(): void {
    if (!this.#detach()) return
    this.#timer?.unsubscribe()
    if (this.#transport === undefined) return this.#release()
    try {
      this.#transport.close(NORMAL_CLOSURE)
    } catch {
      // A transport that cannot start a handshake is closed without one.
      return this.#terminate()
    }
    if (this.#isClosed()) return
    this.#timer = this.#config.scheduler.schedule(() => this.#terminate(), this.#config.closeTimeout)
  }

  /**
   * Closes a connection that is believed dead, without a handshake that the peer would not answer.
   */
  terminate(): void {
    if (this.#detach()) this.#terminate()
  }

  /** Whether the open socket keeps the process alive. */
  keepAlive(isNeeded: boolean): void {
    this.#transport?.keepAlive?.(isNeeded)
  }

  onOpen(): void {
    if (this.readyState !== CONNECTING) return
    if (this.onopen === null) {
      // Already open within the constructor: RxJS sets its handlers after it.
      this.#timer = this.#config.scheduler.schedule(() => this.onOpen(), 0)
      return
    }
    this.readyState = OPEN
    this.onopen?.(undefined)
  }

  onMessage(data: FrameData): void {
    if (this.readyState === OPEN) this.onmessage?.(data)
  }

  onPing(): void {
    if (this.readyState === OPEN) this.#config.onPing()
  }

  onError(cause: unknown): void {
    if (this.#isClosed()) return
    this.#cause ??= cause
    if (this.readyState === CLOSING) return
    // A close that follows has the code.
    this.#failLater(cause, CLOSE_AFTER_ERROR)
  }

  onClose(code: number, reason: string, cause: unknown = this.#cause): void {
    if (this.#isClosed()) return
    const isDetached = this.readyState === CLOSING
    this.#release()
    if (isDetached) return
    // RxJS treats an event without `wasClean` as an error, and passes it on.
    this.onclose?.(toError(this.#url, code, reason, cause))
  }

  /**
   * Scheduled, because RxJS sets its handlers after the constructor, and is in the middle of its
   * own work in `send`.
   */
  #failLater(cause: unknown, delay = 0): void {
    this.#timer?.unsubscribe()
    this.#timer = this.#config.scheduler.schedule(() => {
      const isFailing = this.readyState < CLOSING
      // First: a transport may report its close while it is being terminated, without the cause.
      this.onClose(ABNORMAL_CLOSURE, '', cause)
      if (isFailing) this.#transport?.terminate()
    }, delay)
  }

  #detach(): boolean {
    if (this.readyState >= CLOSING) return false
    this.readyState = CLOSING
    return true
  }

  #terminate(): void {
    this.#transport?.terminate()
    this.#release()
  }

  /**
   * A method, because TypeScript would assume that `readyState` has not changed since the last
   * comparison.
   */
  #isClosed(): boolean {
    return this.readyState === CLOSED
  }

  #release(): void {
    if (this.#isClosed()) return
    this.readyState = CLOSED
    this.#timer?.unsubscribe()
    this.#config.onReleased()
  }
}

/** A socket that cannot be constructed is a configuration error: retrying would not help. */
function toConfigurationError(cause: unknown): MarketError {
  if (hasCode(cause, 'INVALID_OPTION')) return cause
  return new InvalidOptionError(
    'connect',
    `should open a socket, but ${causeText(cause)}; check url, headers, agent and connect`,
    { cause },
  )
}

function toError(url: string, code: number, reason: string, cause: unknown): MarketError {
  if (hasCode(cause, 'INVALID_OPTION')) return cause
  return new ConnectionLostError(url, code, reason, cause === undefined ? undefined : { cause })
}

function causeText(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : printValue(cause)
  return `threw ${cleanText(text)}`
}

/** A constructor for `webSocket`. Frames reach its `deserializer` without a MessageEvent each. */
export function webSocketCtor(
  config: RxjsSocketConfig,
): NonNullable<WebSocketSubjectConfig<string>['WebSocketCtor']> {
  const Ctor = class extends RxjsSocket {
    constructor(url: string) {
      super(url, config)
    }
  }
  return Ctor as unknown as NonNullable<WebSocketSubjectConfig<string>['WebSocketCtor']>
}
