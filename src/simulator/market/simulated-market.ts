/**
 * The market of an exchange without a recording: advances the instruments and publishes their
 * streams, each at its documented speed.
 *
 * Nothing runs while nothing is subscribed. Idle instruments are advanced lazily, event by event,
 * when they are read: the path of an instrument does not depend on readers or subscribers.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { Depth } from '../engine/order-book.js'
import type { SymbolSpec } from '../engine/symbol-spec.js'
import type { Protocol } from '../protocol.js'
import { createPublisher } from '../streams/create-publisher.js'
import type { Frame } from '../streams/frame.js'
import type { Hub, Source } from '../streams/hub.js'
import { PeriodicPublisher } from '../streams/periodic-publisher.js'
import type { StreamRequest } from '../streams/stream-name.js'
import type { StreamNames } from '../streams/stream-names.js'
import { Instrument, MAX_LEVELS } from './instrument.js'

export interface SimulatedMarketOptions {
  readonly seed: number
  readonly specs: readonly SymbolSpec[]
  readonly scheduler: SchedulerLike
  readonly protocol: Protocol
}

export class SimulatedMarket implements Source {
  readonly #hub: Hub
  readonly #seed: number
  readonly #scheduler: SchedulerLike
  readonly #protocol: Protocol
  readonly #names: StreamNames
  readonly #specs: ReadonlyMap<string, SymbolSpec>
  readonly #instruments = new Map<string, Instrument>()
  /**
   * Instruments with streams of single events, and how many such streams each has: they are stepped
   * through in order.
   */
  readonly #eventDriven = new Map<Instrument, number>()
  readonly #periodic = new PeriodicPublisher()
  /** By stream: stops its publisher. */
  readonly #stoppers = new Map<string, () => void>()
  /** When every instrument opened, whenever it is first read. */
  #openedAt: number
  #restarts = 0
  /** Set when a restart is requested while events are published: it follows them. */
  #isRestartDue = false
  /** Market time up to which everything is published. */
  #time = 0
  /** When periodic streams are due next. */
  #nextTickAt = Infinity
  /** Set while events are published: instruments read meanwhile are not advanced further. */
  #isPublishing = false
  #timer: Subscription | undefined
  readonly #publish = (frame: Frame) => this.#hub.publish(frame)

  constructor(hub: Hub, names: StreamNames, { seed, specs, scheduler, protocol }: SimulatedMarketOptions) {
    this.#hub = hub
    this.#names = names
    this.#seed = seed
    this.#scheduler = scheduler
    this.#protocol = protocol
    this.#openedAt = this.#now()
    this.#specs = new Map(specs.map(spec => [spec.symbol, spec]))
  }

  get symbols(): SymbolSpec[] {
    return [...this.#specs.values()]
  }

  /** The symbol's instrument, advanced to now; undefined when it is not listed. */
  instrument(symbol: string): Instrument | undefined {
    const spec = this.#specs.get(symbol)
    if (spec === undefined) return undefined
    this.#advance()
    let instrument = this.#instruments.get(symbol)
    if (instrument === undefined) {
      instrument = new Instrument(spec, this.#seed, this.#openedAt, this.#restarts)
      this.#instruments.set(symbol, instrument)
    }
    if (!this.#isPublishing || !this.#eventDriven.has(instrument)) instrument.advanceTo(this.#now())
    return instrument
  }

  /** The current books, of one symbol or of all. */
  books(symbol?: string): ReadonlyMap<string, Depth> {
    const books = new Map<string, Depth>()
    for (const name of symbol === undefined ? this.#specs.keys() : [symbol]) {
      const book = this.instrument(name)?.depth(MAX_LEVELS)
      if (book !== undefined) books.set(name, book)
    }
    return books
  }

  /**
   * Replaces every instrument by a new one, whose ids begin at 1; open streams go on with those.
   * Nothing remains of the books, the trades and the klines.
   */
  restart(): void {
    this.#advance()
    if (this.#isPublishing) this.#isRestartDue = true
    else this.#restart()
  }

  openStream(stream: string): void {
    const request = this.#names.parse(stream)
    if (request === undefined || this.#stoppers.has(stream)) return
    const instruments = this.#instrumentsFor(request)
    if (instruments.length === 0) return
    if (this.#stoppers.size === 0) this.#time = this.#now()
    const { stop, periodic } = createPublisher(stream, request, instruments, this.#protocol, this.#publish)
    const remove =
      periodic === undefined
        ? this.#stepThrough(instruments)
        : this.#periodic.add(stream, periodic.period, periodic.makeFrame)
    this.#stoppers.set(stream, () => {
      stop()
      remove()
    })
    this.#scheduleNext()
  }

  closeStream(stream: string): void {
    this.#stoppers.get(stream)?.()
    this.#stoppers.delete(stream)
    this.#scheduleNext()
  }

  dispose(): void {
    for (const stop of this.#stoppers.values()) stop()
    this.#stoppers.clear()
    this.#timer?.unsubscribe()
    this.#timer = undefined
  }

  #restart(): void {
    this.#isRestartDue = false
    const streams = [...this.#stoppers.keys()]
    for (const stop of this.#stoppers.values()) stop()
    this.#stoppers.clear()
    this.#instruments.clear()
    this.#openedAt = this.#now()
    this.#restarts++
    for (const stream of streams) this.openStream(stream)
    this.#scheduleNext()
  }

  #instrumentsFor(request: StreamRequest): Instrument[] {
    const symbols =
      'symbol' in request
        ? request.symbol === request.symbol.toLowerCase()
          ? [request.symbol.toUpperCase()]
          : []
        : [...this.#specs.keys()]
    return symbols.flatMap(symbol => this.instrument(symbol) ?? [])
  }

  /**
   * Steps through the events of instruments as they happen, until the returned function is called.
   */
  #stepThrough(instruments: readonly Instrument[]): () => void {
    const add = (instrument: Instrument, count: number) => {
      const total = (this.#eventDriven.get(instrument) ?? 0) + count
      if (total > 0) this.#eventDriven.set(instrument, total)
      else this.#eventDriven.delete(instrument)
    }
    for (const each of instruments) add(each, 1)
    return () => instruments.forEach(each => add(each, -1))
  }

  /** Generates and publishes, in order, everything that is due up to now. */
  #advance(): void {
    if (this.#stoppers.size === 0 || this.#isPublishing) return
    this.#isPublishing = true
    try {
      this.#publishDue(this.#now())
    } finally {
      this.#isPublishing = false
    }
    if (this.#isRestartDue) this.#restart()
  }

  /**
   * Publishing may end a subscription (a fault, a slow reader), so what is due next is determined
   * each time.
   */
  #publishDue(now: number): void {
    for (const instrument of this.#eventDriven.keys()) {
      if (instrument.isTooFarBehind(now)) this.#fastForward(instrument, now)
    }
    for (;;) {
      const first = this.#nextInstrument()
      const due = first?.nextAt ?? Infinity
      if (Math.min(this.#nextTickAt, due) > now) break
      if (this.#nextTickAt <= due) {
        this.#time = this.#nextTickAt
        this.#periodic.publishDue(this.#time, this.#publish)
        this.#nextTickAt = this.#periodic.nextTime(this.#time)
      } else {
        this.#time = due
        first?.step()
      }
    }
    this.#time = now
  }

  /** After a suspend of the process: what was missed is generated, not published. */
  #fastForward(instrument: Instrument, now: number): void {
    instrument.advanceTo(now - 1)
    this.#time = now - 1
    this.#nextTickAt = this.#periodic.nextTime(this.#time)
  }

  #nextInstrument(): Instrument | undefined {
    let next: Instrument | undefined
    for (const instrument of this.#eventDriven.keys()) {
      if (next === undefined || instrument.nextClock < next.nextClock) next = instrument
    }
    return next
  }

  #now(): number {
    return Math.floor(this.#scheduler.now())
  }

  #scheduleNext(): void {
    this.#timer?.unsubscribe()
    this.#timer = undefined
    this.#nextTickAt = this.#periodic.nextTime(this.#time)
    const due = Math.min(this.#nextTickAt, this.#nextInstrument()?.nextAt ?? Infinity)
    if (due === Infinity) return
    this.#timer = this.#scheduler.schedule(
      () => {
        this.#advance()
        this.#scheduleNext()
      },
      Math.max(0, due - this.#scheduler.now()),
    )
  }
}
