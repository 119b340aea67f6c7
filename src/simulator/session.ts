/** One client's connection: its subscriptions, its commands, its pings and its limits, whatever carries it. */
import { type SchedulerLike, Subscription } from 'rxjs'
import { type Command, nestedRefusal, readCommand, type Refusal, refusal } from './control.js'
import type { Endpoint } from './endpoint.js'
import { HeldLink } from './faults/held-link.js'
import type { Pace } from './faults/pace.js'
import type { FaultDesk } from './faults/fault-desk.js'
import type { Frame } from './frame.js'
import type { Hub, Subscriber } from './hub.js'
import { type Journal, type Received, Ring } from './journal.js'
import type { Limits } from './limits.js'
import type { Transport, TransportEvents } from './transport.js'

/** What a client did that the exchange does not allow, and when (exchange time, epoch ms). */
export interface Violation {
  readonly at: number
  /** The limit of this name in `Limits`. */
  readonly rule: 'messagesPerSecond' | 'streams' | 'frameBytes' | 'bufferedBytes' | 'pongTimeout'
}

/** What every session of an exchange shares. */
export interface SessionContext {
  readonly scheduler: SchedulerLike
  readonly hub: Hub
  readonly limits: Limits
  readonly faults: FaultDesk
  readonly journal: Journal
  readonly left: (session: Session) => void
}

/** Messages that one connection remembers. */
const RECEIVED_CAPACITY = 2_000
const VIOLATIONS_CAPACITY = 100

export class Session implements Subscriber, TransportEvents {
  readonly openedAt: number
  combined: boolean
  sent = 0
  halfOpen = false
  ended = false
  private readonly subscriptions = new Set<string>()
  private readonly history = new Ring<Received>(RECEIVED_CAPACITY)
  private readonly offences = new Ring<Violation>(VIOLATIONS_CAPACITY)
  private readonly timers = new Subscription()
  /** When the messages of the last second came. */
  private recent: number[] = []
  /** When the newest ping was sent, which is also what it says. */
  private asked: number
  /** When the newest ping that was answered was sent. */
  private answered: number

  constructor(
    readonly id: number,
    readonly endpoint: Endpoint,
    public transport: Transport,
    private readonly context: SessionContext,
  ) {
    const { scheduler, limits } = context
    this.openedAt = this.asked = this.answered = scheduler.now()
    this.combined = endpoint.combined
    if (limits.pingInterval < Infinity) this.after(limits.pingInterval, () => this.beat())
    if (limits.maxAge < Infinity) this.after(limits.maxAge, () => this.expire())
    context.faults.links.attach(this)
    if (endpoint.streams.length > limits.streams) {
      this.violate('streams')
      this.close(1008, 'Too many streams')
    } else if (endpoint.streams.length > 0) this.follow(endpoint.streams)
  }

  get bufferedAmount(): number {
    return this.transport.bufferedAmount
  }

  get streams(): string[] {
    return [...this.subscriptions]
  }

  get received(): Received[] {
    return this.history.list()
  }

  get violations(): Violation[] {
    return this.offences.list()
  }

  message(text: string): void {
    if (!this.admit('message', text)) return
    if (new TextEncoder().encode(text).length > this.context.limits.frameBytes) {
      this.violate('frameBytes')
      this.close(1009, 'Payload too long')
      return
    }
    this.carryOut(readCommand(text))
    this.context.faults.commanded$.next()
  }

  ping(payload: string): void {
    if (this.admit('ping', payload)) this.transport.pong(payload)
  }

  /** Only a copy of a ping's payload answers it; any other pong is allowed, and counted, and changes nothing. */
  pong(payload: string): void {
    if (!this.admit('pong', payload)) return
    const asked = Number(payload)
    if (payload !== '' && asked > this.answered && asked <= this.asked) this.answered = asked
  }

  /** The client has gone. */
  closed(): void {
    if (this.transport instanceof HeldLink) this.transport.abandon()
    this.end()
  }

  deliver(frame: Frame): void {
    this.send(frame.text(this.combined, this.endpoint.unit))
  }

  send(text: string): void {
    if (this.ended || this.halfOpen) return
    this.sent++
    this.context.journal.send(this.context.scheduler.now(), this.id, text)
    this.transport.send(text)
    if (this.transport.bufferedAmount <= this.context.limits.bufferedBytes) return
    this.violate('bufferedBytes')
    this.reset()
  }

  close(code: number, reason: string): void {
    if (this.ended) return
    this.end()
    if (!this.halfOpen) this.transport.close(code, reason)
  }

  /** Its 24 hours are over. */
  expire(): void {
    this.close(1001, 'Connection expired')
  }

  reset(): void {
    if (this.ended) return
    this.end()
    if (!this.halfOpen) this.transport.reset()
  }

  freeze(): void {
    this.halfOpen = true
    this.transport.freeze()
  }

  /** Drops a subscription that the client still believes in. */
  forget(stream: string): void {
    if (this.subscriptions.delete(stream)) this.context.hub.unsubscribe(stream, this)
  }

  /** Troubles the link to the client, until unsubscribed. */
  hold(pace: () => Pace): Subscription {
    const link =
      this.transport instanceof HeldLink
        ? this.transport
        : new HeldLink(this.transport, this.context.scheduler)
    this.transport = link
    return link.hold(pace)
  }

  private end(): void {
    if (this.ended) return
    this.ended = true
    this.timers.unsubscribe()
    for (const stream of this.subscriptions) this.context.hub.unsubscribe(stream, this)
    this.context.left(this)
  }

  private after(delay: number, work: () => void): void {
    const timer = this.context.scheduler.schedule(() => {
      this.timers.remove(timer)
      work()
    }, delay)
    this.timers.add(timer)
  }

  /** Notes what came in; false if it must not be answered. */
  private admit(kind: Received['kind'], text: string): boolean {
    if (this.ended || this.halfOpen) return false
    const { journal, limits, scheduler } = this.context
    const at = scheduler.now()
    this.recent = this.recent.filter(time => time > at - 1_000)
    this.recent.push(at)
    const entry = { at, connection: this.id, kind, text }
    this.history.add(entry)
    journal.add(entry, this.recent.length)
    if (this.recent.length <= limits.messagesPerSecond) return true
    this.violate('messagesPerSecond')
    this.close(1008, 'Too many messages')
    return false
  }

  private violate(rule: Violation['rule']): void {
    this.offences.add({ at: this.context.scheduler.now(), rule })
  }

  private beat(): void {
    const { scheduler, limits } = this.context
    const asked = (this.asked = scheduler.now())
    if (!this.halfOpen) this.transport.ping(String(asked))
    this.after(limits.pongTimeout, () => {
      if (this.answered >= asked) return
      this.violate('pongTimeout')
      this.close(1008, 'Pong timeout')
    })
    this.after(limits.pingInterval, () => this.beat())
  }

  private carryOut(command: Command | Refusal): void {
    switch (command.method) {
      case 'REFUSED':
        this.answer(command.reply)
        return
      case 'SUBSCRIBE':
        this.subscribe(command.streams, command.id)
        return
      case 'UNSUBSCRIBE':
        this.answer(`{"result":null,"id":${command.id}}`)
        for (const stream of command.streams) this.forget(stream)
        return
      case 'LIST_SUBSCRIPTIONS':
        this.answer(`{"result":${JSON.stringify(this.streams)},"id":${command.id}}`)
        return
      case 'SET_PROPERTY':
        this.combined = command.combined
        this.answer(`{"result":null,"id":${command.id}}`)
        return
      case 'GET_PROPERTY':
        this.answer(`{"result":${this.combined},"id":${command.id}}`)
    }
  }

  private subscribe(streams: readonly string[], id: string): void {
    const { faults, limits } = this.context
    const rejected = faults.acks.rejection(this.id, streams)
    if (rejected !== undefined) {
      this.answer(nestedRefusal(rejected.code, rejected.msg, id))
      return
    }
    const wanted = new Set([...this.subscriptions, ...streams]).size
    if (wanted > limits.streams) {
      this.violate('streams')
      this.answer(
        refusal(
          2,
          `Invalid request: ${wanted} streams are more than ${limits.streams} on one connection`,
          id,
        ),
      )
      return
    }
    this.answer(`{"result":null,"id":${id}}`)
    this.follow(streams)
  }

  private follow(streams: readonly string[]): void {
    for (const stream of streams) {
      this.subscriptions.add(stream)
      this.context.hub.subscribe(stream, this)
    }
    this.context.hub.settled()
  }

  /** Sends a reply, unless a fault keeps it back. */
  private answer(reply: string): void {
    for (const delay of this.context.faults.acks.delays(this.id)) {
      if (delay === 0) this.send(reply)
      else this.after(delay, () => this.send(reply))
    }
  }
}
