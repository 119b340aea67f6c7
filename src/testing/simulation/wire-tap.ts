/** The wire between a market and an embedded exchange, seen from the client's end: each step in its turn, and one word for all of them. */
import { type Observable, type SchedulerLike, Subject } from 'rxjs'
import type { WebSocketLike } from '../../options.js'
import type { Exchange } from '../../simulator/index.js'
import { hash } from '../../simulator/random.js'

interface Step<T extends string> {
  readonly type: T
  /** Which socket, counted from 1; `exchange.connections` has it in its `path` as `socket=1`. */
  readonly socket: number
  /** Epoch milliseconds. */
  readonly at: number
}

/** What happened on the wire: each step is told just before the client, or the exchange, gets to know of it. */
export type WireStep =
  /** The client asks for a connection. */
  | (Step<'connect'> & { readonly url: string })
  | Step<'open'>
  /** The client sends a control message. */
  | (Step<'command'> & { readonly text: string })
  /** A frame of the exchange has come out at the client's end. */
  | (Step<'frame'> & { readonly text: string })
  /** The client begins to close. */
  | Step<'leave'>
  /** The connection is over, whoever ended it. */
  | (Step<'closed'> & { readonly code: number; readonly reason: string })

/** How much went over the wire. */
export interface WireCounts {
  /** Connections asked for. */
  connections: number
  /** Control messages of the client. */
  commands: number
  /** Frames of the exchange that came out at the client's end. */
  frames: number
}

/** A wire that is listened to. */
export class WireTap {
  readonly counts: WireCounts = { connections: 0, commands: 0, frames: 0 }
  readonly #steps$ = new Subject<WireStep>()
  readonly steps$: Observable<WireStep> = this.#steps$.asObservable()
  readonly #exchange: Exchange
  readonly #scheduler: SchedulerLike
  #digest = hash('')

  constructor(exchange: Exchange, scheduler: SchedulerLike) {
    this.#exchange = exchange
    this.#scheduler = scheduler
  }

  /** Eight hexadecimal digits, the hash of every step so far: its time, its socket and its text. */
  get digest(): string {
    return this.#digest.toString(16).padStart(8, '0')
  }

  /** Opens a connection in memory, as `exchange.connect` does; the exchange sees the number of the socket in its path. */
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
    inner.onopen = event => {
      this.#emit({ type: 'open', socket, at: this.#now() })
      outer.onopen?.(event)
    }
    inner.onmessage = event => {
      this.counts.frames++
      this.#emit({ type: 'frame', socket, at: this.#now(), text: event.data })
      outer.onmessage?.(event)
    }
    inner.onclose = event => {
      this.#emit({ type: 'closed', socket, at: this.#now(), code: event.code, reason: event.reason })
      outer.onclose?.(event)
    }
    return outer
  }

  #now(): number {
    return this.#scheduler.now()
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
