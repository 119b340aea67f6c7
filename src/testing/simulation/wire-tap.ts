/**
 * The wire between a market and an embedded exchange, observed at the client's end: every step in
 * order, and a digest of all.
 */
import { type Observable, Subject } from 'rxjs'
import type { VirtualScheduler } from '../../clock/virtual-scheduler.js'
import type { WebSocketLike } from '../../options.js'
import type { Exchange } from '../../simulator/index.js'
import { encodeUtf8 } from '../../validation/utf8.js'
import { hash } from '../../simulator/random.js'

interface Step<T extends string> {
  readonly type: T
  /**
   * The number of the socket, counted from 1; `exchange.connections` has it in its `path` as
   * `socket=1`.
   */
  readonly socket: number
  /** Epoch milliseconds, on the exchange's clock. */
  readonly at: number
}

/** A step on the wire. Each is emitted just before the client, or the exchange, processes it. */
export type WireStep =
  /** The client requests a connection. */
  | (Step<'connect'> & { readonly url: string })
  | Step<'open'>
  /** The client sends a control message. */
  | (Step<'command'> & { readonly text: string })
  /** A frame of the exchange arrives at the client. */
  | (Step<'frame'> & { readonly text: string })
  /** The client begins to close. */
  | Step<'leave'>
  /** The connection is closed, by either side. */
  | (Step<'closed'> & { readonly code: number; readonly reason: string })

/** Totals of the wire. */
export interface WireCounts {
  /** Connections requested. */
  connections: number
  /** Control messages that the client sent. */
  commands: number
  /** Frames that arrived at the client. */
  frames: number
}

export class WireTap {
  readonly counts: WireCounts = { connections: 0, commands: 0, frames: 0 }
  readonly #steps$ = new Subject<WireStep>()
  readonly steps$: Observable<WireStep> = this.#steps$.asObservable()
  /** Whether frames arrive as bytes, as binary messages do, and not as text. */
  isBinary = false
  readonly #exchange: Exchange
  readonly #scheduler: VirtualScheduler
  #digest = hash('')

  constructor(exchange: Exchange, scheduler: VirtualScheduler) {
    this.#exchange = exchange
    this.#scheduler = scheduler
  }

  /** Eight hexadecimal digits, the hash of every step so far: its time, its socket and its text. */
  get digest(): string {
    return this.#digest.toString(16).padStart(8, '0')
  }

  /**
   * Opens a connection in memory, as `exchange.connect` does; its path contains the number of the
   * socket.
   */
  readonly connect = (url: string): WebSocketLike => {
    const socket = ++this.counts.connections
    this.#emit({ type: 'connect', socket, at: this.#now(), url })
    const inner = this.#exchange.connect(`${url}${url.includes('?') ? '&' : '?'}socket=${socket}`)
    const outer: WebSocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: text => {
        this.counts.commands++
        this.#emit({ type: 'command', socket, at: this.#now(), text })
        inner.send(text)
      },
      close: (code, reason) => {
        this.#emit({ type: 'leave', socket, at: this.#now() })
        inner.close(code, reason)
      },
    }
    // Messages that arrive during a stall of the client stay in its socket.
    inner.onopen = event =>
      this.#scheduler.receive(() => {
        this.#emit({ type: 'open', socket, at: this.#now() })
        outer.onopen?.(event)
      })
    inner.onmessage = event =>
      this.#scheduler.receive(() => {
        this.counts.frames++
        this.#emit({ type: 'frame', socket, at: this.#now(), text: event.data })
        outer.onmessage?.(this.isBinary ? { data: encodeUtf8(event.data) } : event)
      })
    inner.onclose = event =>
      this.#scheduler.receive(() => {
        this.#emit({ type: 'closed', socket, at: this.#now(), code: event.code, reason: event.reason })
        outer.onclose?.(event)
      })
    return outer
  }

  #now(): number {
    return this.#scheduler.peer.now()
  }

  #emit(step: WireStep): void {
    this.#add(`${step.type} ${step.socket} ${step.at}`)
    if ('text' in step) this.#add(step.text)
    if ('code' in step) this.#add(`${step.code} ${step.reason}`)
    this.#steps$.next(step)
  }

  #add(text: string): void {
    this.#digest = hash(text, this.#digest)
  }
}
