/** A transport that delays what its session sends, in order. */
import { type SchedulerLike, Subscription } from 'rxjs'
import type { Transport } from '../../server/transport.js'
import type { DelayModel } from './delay-model.js'
import { monotonicNow } from '../../../clock/monotonic.js'

interface DelayedMessage {
  readonly bytes: number
  readonly send: () => void
  at: number
}

/** Wraps a transport; without a delay model everything passes at once. */
export class ThrottledTransport implements Transport {
  readonly kind
  readonly extensions
  readonly #transport: Transport
  readonly #scheduler: SchedulerLike
  readonly #factories = new Set<() => DelayModel>()
  readonly #throttles = new Subscription()
  #models: readonly DelayModel[] = []
  #queue: DelayedMessage[] = []
  /** Messages at the beginning of the queue that are sent already. */
  #sent = 0
  #waitingBytes = 0
  #timer: Subscription | undefined

  constructor(transport: Transport, scheduler: SchedulerLike) {
    this.#transport = transport
    this.#scheduler = scheduler
    this.kind = transport.kind
    this.extensions = transport.extensions
  }

  get bytesRead() {
    return this.#transport.bytesRead
  }

  get bytesWritten() {
    return this.#transport.bytesWritten
  }

  get bufferedAmount() {
    return this.#waitingBytes + this.#transport.bufferedAmount
  }

  /** Adds a delay model, until unsubscribed. */
  throttle(createModel: () => DelayModel): Subscription {
    this.#factories.add(createModel)
    this.#reschedule()
    const throttle = new Subscription(() => {
      this.#factories.delete(createModel)
      this.#reschedule()
    })
    this.#throttles.add(throttle)
    return throttle
  }

  send(text: string): void {
    this.#push(text.length, () => this.#transport.send(text))
  }

  ping(payload: Uint8Array): void {
    this.#push(payload.length, () => this.#transport.ping(payload))
  }

  pong(payload: Uint8Array): void {
    this.#push(payload.length, () => this.#transport.pong(payload))
  }

  close(code: number, reason: string): void {
    this.#push(reason.length, () => this.#transport.close(code, reason))
  }

  reset(): void {
    this.release()
    this.#transport.reset()
  }

  freeze(): void {
    this.release()
    this.#transport.freeze()
  }

  /** Discards what waits, and removes every delay model: the client has gone. */
  release(): void {
    this.#timer?.unsubscribe()
    this.#queue = []
    this.#sent = 0
    this.#waitingBytes = 0
    this.#throttles.unsubscribe()
  }

  #push(bytes: number, send: () => void): void {
    this.#waitingBytes += bytes
    this.#queue.push({ bytes, send, at: this.#timeOf(bytes) })
    if (this.#queue.length - this.#sent === 1) this.#sendDue()
  }

  #timeOf(bytes: number): number {
    // Rounded up: a timer of a fraction of a millisecond fires when no time has passed.
    return Math.ceil(this.#models.reduce((time, model) => model(time, bytes), monotonicNow(this.#scheduler)))
  }

  /** Recalculates, from now on, when each waiting message passes. */
  #reschedule(): void {
    this.#timer?.unsubscribe()
    this.#models = [...this.#factories].map(create => create())
    this.#queue = this.#queue.slice(this.#sent)
    this.#sent = 0
    for (const message of this.#queue) message.at = this.#timeOf(message.bytes)
    this.#sendDue()
  }

  #sendDue(): void {
    for (let next = this.#queue[this.#sent]; next !== undefined; next = this.#queue[this.#sent]) {
      const wait = next.at - monotonicNow(this.#scheduler)
      if (wait > 0) {
        this.#timer = this.#scheduler.schedule(() => this.#sendDue(), wait)
        break
      }
      this.#sent++
      this.#waitingBytes -= next.bytes
      next.send()
    }
    // Not at every message: a long queue would be copied once for each.
    if (2 * this.#sent < this.#queue.length) return
    this.#queue = this.#queue.slice(this.#sent)
    this.#sent = 0
  }
}
