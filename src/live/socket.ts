/**
 * The socket as rxjs/webSocket must see it, whatever carries it. RxJS 7.8 takes any close with a close frame for completion, listens to
 * sockets it has left, and gets errors without their code; all of that is shut here: every close that we did not ask for is one
 * error that says its code and reason, and a socket that we have left never speaks again.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { WebSocketSubjectConfig } from 'rxjs/webSocket'
import type { FrameData } from '../codec/frame.js'
import { ConnectionLostError } from '../model/errors.js'
import type { Carrier, CarrierEvents, OpenCarrier } from './carrier-port.js'

export interface SocketConfig {
  readonly open: OpenCarrier
  readonly scheduler: SchedulerLike
  /** Milliseconds that the peer has to answer a close. */
  readonly closeTimeout: number
  /** A socket begins. */
  readonly created: (socket: Socket) => void
  /** A socket has ended and holds nothing any more. */
  readonly gone: (socket: Socket) => void
  readonly pinged: () => void
}

const NORMAL = 1000
const ABNORMAL = 1006

/** The part of the browser's WebSocket that RxJS uses. */
export class Socket implements CarrierEvents {
  readyState: 0 | 1 | 2 | 3 = 0
  onopen: ((event: unknown) => void) | null = null
  onmessage: ((data: FrameData) => void) | null = null
  onclose: ((error: ConnectionLostError) => void) | null = null
  /** Never called: what went wrong is the cause of the error that `onclose` brings. */
  onerror: ((event: unknown) => void) | null = null

  readonly #url: string
  readonly #config: SocketConfig
  #carrier: Carrier | undefined
  #left = false
  #timer: Subscription | undefined

  constructor(url: string, config: SocketConfig) {
    this.#url = url
    this.#config = config
    config.created(this)
    try {
      this.#carrier = config.open(url, this)
    } catch (cause) {
      // Told later, as every other failure: RxJS sets its handlers after this constructor.
      this.#timer = config.scheduler.schedule(() => this.closed(ABNORMAL, '', cause), 0)
    }
  }

  send(text: string): void {
    this.#carrier?.send(text)
  }

  /** RxJS's way to leave: a closing handshake with code 1000, cut short after `closeTimeout`. */
  close(): void {
    if (!this.#leave()) return
    this.#timer?.unsubscribe()
    if (this.#carrier === undefined) return this.#end()
    this.#carrier.close(NORMAL)
    if (!this.#hasEnded()) {
      this.#timer = this.#config.scheduler.schedule(() => this.#drop(), this.#config.closeTimeout)
    }
  }

  /** Leaves a link that is believed dead, without a handshake that nobody would answer. */
  abandon(): void {
    if (this.#leave()) this.#drop()
  }

  opened(): void {
    if (this.#left) return
    this.readyState = 1
    this.onopen?.(undefined)
  }

  frame(data: FrameData): void {
    if (!this.#left) this.onmessage?.(data)
  }

  pinged(): void {
    if (!this.#left) this.#config.pinged()
  }

  closed(code: number, reason: string, cause?: unknown): void {
    if (this.#hasEnded()) return
    const wasLeft = this.#left
    this.#left = true
    this.#end()
    if (wasLeft) return
    // RxJS takes what has no `wasClean` for an error, and passes it on.
    this.onclose?.(
      new ConnectionLostError(this.#url, code, reason, cause === undefined ? undefined : { cause }),
    )
  }

  #leave(): boolean {
    if (this.#left) return false
    this.#left = true
    this.readyState = 2
    return true
  }

  #drop(): void {
    this.#carrier?.terminate()
    this.#end()
  }

  #hasEnded(): boolean {
    return this.readyState === 3
  }

  #end(): void {
    if (this.#hasEnded()) return
    this.readyState = 3
    this.#timer?.unsubscribe()
    this.#config.gone(this)
  }
}

/** A constructor to hand to `webSocket`. Frames reach its `deserializer` as bare text, without a MessageEvent each. */
export function webSocketCtor(
  config: SocketConfig,
): NonNullable<WebSocketSubjectConfig<string>['WebSocketCtor']> {
  const Ctor = class extends Socket {
    constructor(url: string) {
      super(url, config)
    }
  }
  return Ctor as unknown as NonNullable<WebSocketSubjectConfig<string>['WebSocketCtor']>
}
