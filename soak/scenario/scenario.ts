/** A run as data. */
import type { BackfillLimits, ReconnectOptions, RotationOptions, TimeUnit } from '../../src/index.js'
import type { ScheduledFault, SymbolOptions } from '../../src/simulator/index.js'
import type { SimulationOptions } from '../../src/testing/index.js'
import type { Request } from './request.js'

/** Something that a user does. Times are milliseconds after the start. */
export type Action = { readonly at: number } & (
  | {
      readonly do: 'subscribe'
      readonly name: string
      readonly request: Request
      /** Unsubscribes within the handler of this event, counted from 1. */
      readonly unsubscribeAt?: number
      /** A request that is subscribed within the handler of the first event. */
      readonly nested?: Request
      /** Subscribes again so many ms after an error; 0 within the handler. */
      readonly resubscribeAfter?: number
    }
  | { readonly do: 'unsubscribe'; readonly name: string }
  | { readonly do: 'close' }
)

/** Times are milliseconds, `at` after the start. */
export type Disruption =
  /** Sets the client's clock forward, or back when negative. */
  | { readonly at: number; readonly clockStep: number }
  /** The client's process does not respond: timers are late, and frames pile up in its sockets. */
  | { readonly at: number; readonly stall: number }
  /** Frames arrive as binary messages from now on, or as text again. */
  | { readonly at: number; readonly binary: boolean }

/** The options of a market that invariants depend on, each with a value. */
export interface ClientOptions {
  readonly reconnect: Required<Omit<ReconnectOptions, 'random'>> | false
  readonly heartbeatInterval: number
  readonly connectTimeout: number
  readonly commandTimeout: number
  readonly closeTimeout: number
  readonly linger: number
  readonly maxFrameBytes: number
  readonly rotation: RotationOptions | false
  /** The number of sessions of a connection. */
  readonly mirror: number
  /** Addresses, which all lead to the exchange. @default one */
  readonly url?: readonly string[]
  readonly pool: { readonly maxConnections: number }
  readonly timeUnit: TimeUnit
  /** Whether subscriptions are completed by default, and within which limits. */
  readonly backfill: Required<BackfillLimits> | false
}

export interface Scenario {
  readonly seed: number
  readonly hours: number
  /** The exchange. */
  readonly symbols: readonly SymbolOptions[]
  readonly latency: number
  readonly limits: NonNullable<SimulationOptions['limits']>
  readonly faults: readonly ScheduledFault[]
  /** A disruption of the client's machine. */
  readonly disruptions: readonly Disruption[]
  /** The client. */
  readonly market: ClientOptions
  readonly numeric: 'number' | 'string'
  readonly workload: readonly Action[]
  /** When the system must be quiescent, milliseconds after the start. */
  readonly settledAt: number
  /** The reaction of every subscriber. */
  readonly ending: 'unsubscribe' | 'close' | 'stay'
}
