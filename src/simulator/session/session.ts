/** One client's connection, over any transport: what it subscribed to, sent and received. */
import { type SchedulerLike, Subscription } from 'rxjs'
import { cleanText } from '../../validation/clean-text.js'
import type { ActiveFaults } from '../faults/active/active-faults.js'
import type { DelayModel } from '../faults/active/delay-model.js'
import type { Throttleable } from '../faults/active/throttle-faults.js'
import { ThrottledTransport } from '../faults/active/throttled-transport.js'
import type { Limits } from '../limits.js'
import type { Endpoint } from '../server/endpoint.js'
import type { Transport, TransportEvents } from '../server/transport.js'
import type { Frame } from '../streams/frame.js'
import type { Hub } from '../streams/hub.js'
import type { Subscriber } from '../streams/subscriber.js'
import { type BufferBudget, type BufferedClient } from './buffer-budget.js'
import { type CommandTarget, executeCommand } from './execute-command.js'
import { Heartbeat } from './heartbeat.js'
import { MessageRate } from './message-rate.js'
import { type CommandSyntax, parseCommand } from './parse-command.js'
import { RecentList } from './recent-list.js'
import type { Received, TrafficLog } from './traffic-log.js'
import type { Violation } from './violation.js'
import { decodeUtf8, encodeUtf8 } from '../../validation/utf8.js'
import { monotonicNow } from '../../clock/monotonic.js'

/** The shared parts of an exchange's sessions. */
export interface SessionContext extends CommandSyntax {
  readonly scheduler: SchedulerLike
  readonly hub: Hub
  readonly limits: Limits
  readonly faults: ActiveFaults
  readonly traffic: TrafficLog
  readonly buffers: BufferBudget
  readonly onEnded: (session: Session) => void
}

const VIOLATIONS_CAPACITY = 100
/** Characters of a message that is too long to be logged entirely. */
const LOGGED_LENGTH = 1_024

export class Session implements Subscriber, TransportEvents, CommandTarget, Throttleable, BufferedClient {
  readonly openedAt: number
  combined: boolean
  sent = 0
  halfOpen = false
  ended = false
  readonly #context: SessionContext
  readonly #subscriptions = new Set<string>()
  readonly #violations = new RecentList<Violation>(VIOLATIONS_CAPACITY)
  readonly #rate = new MessageRate()
  readonly #timers = new Subscription()
  readonly #heartbeat: Heartbeat

  constructor(
    readonly id: number,
    readonly endpoint: Endpoint,
    public transport: Transport,
    context: SessionContext,
  ) {
    this.#context = context
    const { scheduler, limits } = context
    this.openedAt = scheduler.now()
    this.combined = endpoint.combined
    this.#heartbeat = new Heartbeat({
      scheduler,
      limits,
      ping: payload => {
        if (!this.halfOpen) this.transport.ping(payload)
      },
      onTimeout: () => {
        this.addViolation('pongTimeout')
        this.close(1008, 'Pong timeout')
      },
    })
    if (limits.maxAge < Infinity) this.#after(limits.maxAge, () => this.expire())
    context.faults.throttles.attach(this)
    if (endpoint.streams.length > limits.streams) {
      this.addViolation('streams')
      this.close(1008, 'Too many streams')
    } else if (endpoint.streams.length > 0) this.subscribe(endpoint.streams)
  }

  get bufferedAmount(): number {
    return this.transport.bufferedAmount
  }

  get streams(): string[] {
    return [...this.#subscriptions]
  }

  get received(): Received[] {
    return this.#context.traffic.listOf(this.id)
  }

  get violations(): Violation[] {
    return this.#violations.list()
  }

  message(text: string): void {
    const { faults, limits } = this.#context
    const isTooLong = isLongerThan(text, limits.frameBytes)
    if (!this.#acceptInbound('message', isTooLong ? cleanText(text, LOGGED_LENGTH) : text)) return
    if (isTooLong) {
      this.addViolation('frameBytes')
      this.close(1009, 'Payload too long')
      return
    }
    executeCommand(parseCommand(text, this.#context), this, this.#context)
    faults.executed$.next()
  }

  /** Answers with identical bytes. Source: RFC 6455, 5.5.3. */
  ping(payload: Uint8Array): void {
    if (this.#acceptInbound('ping', decodeUtf8(payload))) this.transport.pong(payload)
  }

  pong(payload: Uint8Array): void {
    if (this.#acceptInbound('pong', decodeUtf8(payload))) this.#heartbeat.pong(payload)
  }

  tooLong(): void {
    this.addViolation('frameBytes')
    this.#end()
  }

  stalled(): void {
    if (this.ended) return
    this.addViolation('sendTimeout')
    this.reset()
  }

  /** The client has closed the connection. */
  closed(): void {
    if (this.transport instanceof ThrottledTransport) this.transport.release()
    this.#end()
  }

  deliver(frame: Frame): void {
    this.send(frame.text(this.combined, this.endpoint.unit))
  }

  send(text: string): void {
    if (this.ended || this.halfOpen) return
    this.sent++
    const { buffers, limits, scheduler, traffic } = this.#context
    traffic.addSent(scheduler.now(), this.id, text)
    this.transport.send(text)
    const { bufferedAmount } = this.transport
    if (bufferedAmount > limits.bufferedBytes) {
      this.addViolation('bufferedBytes')
      this.reset()
    } else buffers.update(this, bufferedAmount)
  }

  /** Sends a reply, unless a fault delays or loses it. */
  reply(text: string): void {
    for (const delay of this.#context.faults.replies.delaysOf(this.id)) {
      if (delay === 0) this.send(text)
      else this.#after(delay, () => this.send(text))
    }
  }

  close(code: number, reason: string): void {
    if (this.ended) return
    this.#end()
    if (!this.halfOpen) this.transport.close(code, reason)
  }

  /** Closes at the end of the 24 hours. */
  expire(): void {
    this.close(1001, 'Connection expired')
  }

  reset(): void {
    if (this.ended) return
    this.#end()
    if (!this.halfOpen) this.transport.reset()
  }

  freeze(): void {
    this.halfOpen = true
    this.transport.freeze()
  }

  subscribe(streams: readonly string[]): void {
    const { hub } = this.#context
    for (const stream of streams) {
      this.#subscriptions.add(stream)
      hub.subscribe(stream, this)
    }
    hub.subscriptionsChanged()
  }

  removeSubscription(stream: string): void {
    if (this.#subscriptions.delete(stream)) this.#context.hub.unsubscribe(stream, this)
  }

  throttle(createModel: () => DelayModel): Subscription {
    const throttled =
      this.transport instanceof ThrottledTransport
        ? this.transport
        : new ThrottledTransport(this.transport, this.#context.scheduler)
    this.transport = throttled
    return throttled.throttle(createModel)
  }

  addViolation(rule: Violation['rule']): void {
    this.#violations.append({ at: this.#context.scheduler.now(), rule })
  }

  /** Records something that a client sent. Returns false if it must be ignored. */
  #acceptInbound(kind: Received['kind'], text: string): boolean {
    if (this.ended || this.halfOpen) return false
    const { limits, scheduler, traffic } = this.#context
    const at = scheduler.now()
    const inLastSecond = this.#rate.add(monotonicNow(scheduler))
    const entry = { at, connection: this.id, kind, text }
    traffic.addReceived(entry, inLastSecond)
    if (inLastSecond <= limits.messagesPerSecond) return true
    this.addViolation('messagesPerSecond')
    this.close(1008, 'Too many messages')
    return false
  }

  #end(): void {
    if (this.ended) return
    this.ended = true
    this.#timers.unsubscribe()
    this.#heartbeat.stop()
    this.#context.buffers.remove(this)
    for (const stream of this.#subscriptions) this.#context.hub.unsubscribe(stream, this)
    this.#context.onEnded(this)
  }

  #after(delay: number, work: () => void): void {
    const timer = this.#context.scheduler.schedule(() => {
      this.#timers.remove(timer)
      work()
    }, delay)
    this.#timers.add(timer)
  }
}

/** Whether a message has more than `bytes` in UTF-8, in which a character takes at most three. */
function isLongerThan(text: string, bytes: number): boolean {
  if (3 * text.length <= bytes) return false
  return text.length > bytes || encodeUtf8(text).length > bytes
}
