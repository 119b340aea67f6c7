/**
 * The market that the exchange serves when it plays no recording: runs the instruments that someone watches and says
 * what their streams say, each at its documented pace.
 *
 * Nothing runs while nothing is subscribed. What was not watched is caught up with when somebody asks, event by event,
 * so that it does not matter who watches, or when: an instrument's path is its own.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import { Bells } from './bells.js'
import type { Frame } from './frame.js'
import type { Hub, Source } from './hub.js'
import { Instrument } from './instrument.js'
import type { Listing } from './listing.js'
import { createPublication } from './publication.js'
import { parseStream, type StreamRequest } from './stream-name.js'

export class SimulatedMarket implements Source {
  private readonly instruments = new Map<string, Instrument>()
  /** How many streams tell of each instrument's events as they happen; its events are stepped through one by one. */
  private readonly live = new Map<Instrument, number>()
  private readonly bells = new Bells()
  private readonly closers = new Map<string, () => void>()
  private readonly listings: ReadonlyMap<string, Listing>
  /** Market time up to which everything has been told. */
  private time = 0
  /** When periodic streams speak next. */
  private bell = Infinity
  /** Events are being told just now: who asks of an instrument meanwhile is answered from the middle of them. */
  private telling = false
  /** When every instrument opened, whenever it is first asked for. */
  private readonly opened: number
  private wake: Subscription | undefined
  private readonly publish = (frame: Frame) => this.hub.publish(frame)

  constructor(
    private readonly hub: Hub,
    private readonly seed: number,
    listings: readonly Listing[],
    private readonly scheduler: SchedulerLike,
  ) {
    this.opened = this.now()
    this.listings = new Map(listings.map(listing => [listing.symbol, listing]))
  }

  get symbols(): Listing[] {
    return [...this.listings.values()]
  }

  /** The symbol's instrument, now; undefined when it is not listed. */
  instrument(symbol: string): Instrument | undefined {
    const listing = this.listings.get(symbol)
    if (listing === undefined) return undefined
    this.advance()
    let instrument = this.instruments.get(symbol)
    if (instrument === undefined) {
      instrument = new Instrument(listing, this.seed, this.opened)
      this.instruments.set(symbol, instrument)
    }
    if (!this.telling || !this.live.has(instrument)) instrument.advanceTo(this.now())
    return instrument
  }

  open(stream: string): void {
    const request = parseStream(stream)
    if (request === undefined || this.closers.has(stream)) return
    const instruments = this.asked(request)
    if (instruments.length === 0) return
    if (this.closers.size === 0) this.time = this.now()
    const { end, spoken } = createPublication(stream, request, instruments, this.publish)
    const leave =
      spoken === undefined ? this.follow(instruments) : this.bells.add(stream, spoken.period, spoken.say)
    this.closers.set(stream, () => {
      end()
      leave()
    })
    this.plan()
  }

  shut(stream: string): void {
    this.closers.get(stream)?.()
    this.closers.delete(stream)
    this.plan()
  }

  stop(): void {
    for (const close of this.closers.values()) close()
    this.closers.clear()
    this.wake?.unsubscribe()
    this.wake = undefined
  }

  private asked(request: StreamRequest): Instrument[] {
    const symbols =
      'symbol' in request
        ? request.symbol === request.symbol.toLowerCase()
          ? [request.symbol.toUpperCase()]
          : []
        : [...this.listings.keys()]
    return symbols.flatMap(symbol => this.instrument(symbol) ?? [])
  }

  /** Steps through the events of instruments as they happen, until the function returned is called. */
  private follow(instruments: readonly Instrument[]): () => void {
    const add = (instrument: Instrument, count: number) => {
      const total = (this.live.get(instrument) ?? 0) + count
      if (total > 0) this.live.set(instrument, total)
      else this.live.delete(instrument)
    }
    for (const each of instruments) add(each, 1)
    return () => instruments.forEach(each => add(each, -1))
  }

  /** Lets all that is due up to now happen, each thing in its turn, and tells it. */
  private advance(): void {
    if (this.closers.size === 0 || this.telling) return
    this.telling = true
    try {
      this.tell(this.now())
    } finally {
      this.telling = false
    }
  }

  /** Telling may end a subscription (a fault, a slow reader), so what is due is asked anew each time. */
  private tell(now: number): void {
    for (const instrument of this.live.keys()) {
      if (instrument.isLost(now)) this.skip(instrument, now)
    }
    for (;;) {
      const first = this.firstDue()
      const due = first?.nextAt ?? Infinity
      if (Math.min(this.bell, due) > now) break
      if (this.bell <= due) {
        this.time = this.bell
        this.bells.ring(this.bell, this.publish)
        this.bell = this.bells.next(this.time)
      } else {
        this.time = due
        first?.step()
      }
    }
    this.time = now
  }

  /** This process has slept so long that what was missed is not told. */
  private skip(instrument: Instrument, now: number): void {
    instrument.advanceTo(now - 1)
    this.time = now - 1
    this.bell = this.bells.next(this.time)
  }

  private firstDue(): Instrument | undefined {
    let first: Instrument | undefined
    for (const instrument of this.live.keys()) {
      if (first === undefined || instrument.nextClock < first.nextClock) first = instrument
    }
    return first
  }

  private now(): number {
    return Math.floor(this.scheduler.now())
  }

  private plan(): void {
    this.wake?.unsubscribe()
    this.wake = undefined
    this.bell = this.bells.next(this.time)
    const due = Math.min(this.bell, this.firstDue()?.nextAt ?? Infinity)
    if (due === Infinity) return
    this.wake = this.scheduler.schedule(
      () => {
        this.advance()
        this.plan()
      },
      Math.max(0, due - this.scheduler.now()),
    )
  }
}
