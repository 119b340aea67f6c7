/**
 * The market that the exchange serves when it plays no recording: runs the instruments that someone watches and says
 * what their streams say, each at its documented pace.
 *
 * Nothing runs while nothing is subscribed. What was not watched is caught up with when somebody asks, event by event,
 * so that it does not matter who watches, or when: an instrument's path is its own.
 */
import type { SchedulerLike, Subscription } from 'rxjs'
import type { Hub, Source } from './hub.js'
import { Instrument } from './instrument.js'
import type { Listing } from './listing.js'
import { createPublication, type Period, PERIODS, type Say } from './publication.js'
import { parseStream, type StreamRequest } from './stream-name.js'

export class SimulatedMarket implements Source {
  private readonly instruments = new Map<string, Instrument>()
  /** How many streams tell of each instrument's events as they happen; its events are stepped through one by one. */
  private readonly live = new Map<Instrument, number>()
  /** What speaks at fixed times, by its period; all of one period speak at its whole multiples. */
  private readonly periodic: Record<Period, Map<string, Say>> = {
    100: new Map(),
    1000: new Map(),
    2000: new Map(),
  }
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
    const { end, spoken } = createPublication(stream, request, instruments, frame => this.hub.publish(frame))
    if (spoken !== undefined) this.periodic[spoken.period].set(stream, spoken.say)
    else for (const each of instruments) this.live.set(each, (this.live.get(each) ?? 0) + 1)
    this.closers.set(stream, () => {
      end()
      if (spoken !== undefined) this.periodic[spoken.period].delete(stream)
      else for (const each of instruments) this.release(each)
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

  private release(instrument: Instrument): void {
    const left = (this.live.get(instrument) ?? 1) - 1
    if (left > 0) this.live.set(instrument, left)
    else this.live.delete(instrument)
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
      if (this.bell <= due) this.ring(this.bell)
      else {
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
    this.setBell()
  }

  private firstDue(): Instrument | undefined {
    let first: Instrument | undefined
    for (const instrument of this.live.keys()) {
      if (first === undefined || instrument.nextAt < first.nextAt) first = instrument
    }
    return first
  }

  /** What is told at a time is what was true before it: `Say` looks no further. */
  private ring(bell: number): void {
    this.time = bell
    for (const period of PERIODS) {
      if (bell % period !== 0) continue
      for (const say of [...this.periodic[period].values()]) {
        const frame = say(bell)
        if (frame !== undefined) this.hub.publish(frame)
      }
    }
    this.setBell()
  }

  /** Periodic streams speak strictly after now, so strictly after their first subscriber came. */
  private setBell(): void {
    this.bell = Infinity
    for (const period of PERIODS) {
      if (this.periodic[period].size === 0) continue
      this.bell = Math.min(this.bell, Math.floor(this.time / period) * period + period)
    }
  }

  private now(): number {
    return Math.floor(this.scheduler.now())
  }

  private plan(): void {
    this.wake?.unsubscribe()
    this.wake = undefined
    this.setBell()
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
