/** The report of a simulation. */
import type { MarketError } from '../../validation/market-error.js'
import type { ConnectionStatus } from '../../model/status.js'
import type { BegunFault } from '../../simulator/index.js'
import type { WireCounts } from './wire-tap.js'

/** A value with its time: epoch milliseconds of virtual time. */
export interface At<T> {
  readonly at: number
  readonly value: T
}

/** Totals of a simulation. */
export interface SimulationCounts extends Readonly<WireCounts> {
  /** Events that the market decoded. */
  readonly events: number
  /** Attempts to reconnect. */
  readonly reconnects: number
}

/** The result of `simulate`. The same options and strategy give a report that is deeply equal. */
export interface SimulationReport<S> {
  /** The seed that repeats this report. */
  readonly seed: number
  /** Start time, epoch milliseconds. */
  readonly start: number
  /** When the strategy was unsubscribed: after `hours`, or within a second of its completion. */
  readonly end: number
  /** The emissions of the strategy, oldest first. */
  readonly signals: readonly At<S>[]
  /** Whether the strategy completed by itself. */
  readonly completed: boolean
  /** The statuses of the market's connections. */
  readonly statuses: readonly ConnectionStatus[]
  /** The emissions of the market's `errors$`. */
  readonly errors: readonly At<MarketError>[]
  /**
   * The faults that started while the strategy ran, oldest first. A scheduled one is missing when
   * its time or event never came.
   */
  readonly faults: readonly BegunFault[]
  readonly counts: SimulationCounts
  /** A digest of every byte on the wire and its time: eight hexadecimal digits. */
  readonly digest: string
  /**
   * Connections and timers that remained five minutes after the market was closed: all 0 if nothing
   * leaks.
   */
  readonly left: {
    /** Connections that the exchange still holds. */
    readonly connections: number
    /** Timers on the scheduler, once the exchange is closed as well. */
    readonly timers: number
  }
}
