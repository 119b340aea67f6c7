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
  /** How many streams watch each instrument. */
  private readonly watched = new Map<Instrument, number>()
  /** What speaks at fixed times, by its period; all of one period speak at its whole multiples. */
  private readonly periodic: Record<Period, Map<string, Say>> = {
    100: new Map(),
    1000: new Map(),
    2000: new Map(),
  }
  private readonly closers = new Map<string, () => void>()
  private readonly listings: ReadonlyMap<string, Listing>
  /** Market time up to which everything watched has happened and been told. */
  private time = 0
  /** The last bell that rang: periodic streams speak strictly after their first subscriber came. */
  private rung = 0
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
    instrument.advanceTo(this.now())
    return instrument
  }

  open(stream: string): void {
    const request = parseStream(stream)
    if (request === undefined || this.closers.has(stream)) return
    const instruments = this.asked(request)
    if (instruments.length === 0) return
    if (this.closers.size === 0) this.time = this.rung = this.now()
    const { end, spoken } = createPublication(stream, request, instruments, frame => this.hub.publish(frame))
    if (spoken !== undefined) this.periodic[spoken.period].set(stream, spoken.say)
    for (const instrument of instruments)
      this.watched.set(instrument, (this.watched.get(instrument) ?? 0) + 1)
    this.closers.set(stream, () => {
      end()
      for (const period of PERIODS) this.periodic[period].delete(stream)
      for (const instrument of instruments) {
        const left = (this.watched.get(instrument) ?? 1) - 1
        if (left > 0) this.watched.set(instrument, left)
        else this.watched.delete(instrument)
      }
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

  /** Lets all that is watched happen up to now, each thing in its turn, and tells it. */
  private advance(): void {
    if (this.closers.size === 0) return
    const now = this.now()
    for (const instrument of this.watched.keys()) {
      if (!instrument.isLost(now)) continue
      instrument.advanceTo(now)
      this.time = now - 1
    }
    for (;;) {
      const first = this.firstDue()
      const bell = this.nextBell()
      const due = Math.min(bell, first?.nextAt ?? Infinity)
      if (due > now) break
      this.time = due
      if (bell <= due) this.ring(bell)
      else first?.step()
    }
    this.time = now
  }

  /** Telling may end a subscription (a fault, a slow reader), so what is due is asked anew each time. */
  private firstDue(): Instrument | undefined {
    let first: Instrument | undefined
    for (const instrument of this.watched.keys()) {
      if (first === undefined || instrument.nextAt < first.nextAt) first = instrument
    }
    return first
  }

  private nextBell(): number {
    const from = Math.max(this.time - 1, this.rung)
    return PERIODS.reduce<number>(
      (bell, period) =>
        this.periodic[period].size === 0 ? bell : Math.min(bell, Math.floor(from / period) * period + period),
      Infinity,
    )
  }

  private ring(bell: number): void {
    this.rung = bell
    for (const period of PERIODS) {
      if (bell % period !== 0) continue
      for (const say of [...this.periodic[period].values()]) {
        const frame = say(bell)
        if (frame !== undefined) this.hub.publish(frame)
      }
    }
  }

  private now(): number {
    return Math.floor(this.scheduler.now())
  }

  private plan(): void {
    this.wake?.unsubscribe()
    this.wake = undefined
    const due = Math.min(this.nextBell(), this.firstDue()?.nextAt ?? Infinity)
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
