/** What is known of a simulation when it is over. */
import type { MarketError } from '../../model/errors.js'
import type { ConnectionStatus } from '../../model/status.js'
import type { BegunFault } from '../../simulator/index.js'
import type { WireCounts } from './wire-tap.js'

/** Something, and when it came: epoch milliseconds of virtual time. */
export interface At<T> {
  readonly at: number
  readonly value: T
}

/** How often things happened. */
export interface SimulationCounts extends Readonly<WireCounts> {
  /** Events that the market decoded. */
  readonly events: number
  /** Attempts to have a lost connection back. */
  readonly reconnects: number
}

/** What a simulation came to. The same options and strategy give a report that is deeply equal. */
export interface SimulationReport<S> {
  /** The seed that gives this report again. */
  readonly seed: number
  /** The first moment, epoch milliseconds. */
  readonly start: number
  /** When the strategy was left: after `hours`, or within a second of its completion. */
  readonly end: number
  /** What the strategy emitted, oldest first. */
  readonly signals: readonly At<S>[]
  /** Whether the strategy completed by itself. */
  readonly completed: boolean
  /** The lives of the market's connections, to the end. */
  readonly statuses: readonly ConnectionStatus[]
  /** What the market's `errors$` told. */
  readonly errors: readonly At<MarketError>[]
  /** The faults that began while the strategy ran, oldest first: who misses one here gave it a time or an event that never came. */
  readonly faults: readonly BegunFault[]
  readonly counts: SimulationCounts
  /** Eight hexadecimal digits that stand for every byte on the wire and its moment. */
  readonly digest: string
  /** What still was there after the strategy was left, the market closed and five minutes passed: all 0 when nothing leaks. */
  readonly left: {
    /** Connections that the exchange still held. */
    readonly connections: number
    /** Timers on the scheduler, once the exchange was closed as well. */
    readonly timers: number
  }
}
