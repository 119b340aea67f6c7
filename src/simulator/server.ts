/** What a server of the exchange is, on whatever it runs. */
import type { SchedulerLike } from 'rxjs'
import type { TurnedAway } from './door.js'
import type { Endpoint } from './endpoint.js'
import type { RestHandler } from './rest/rest.js'
import type { Transport, TransportEvents } from './transport.js'

/** Where an exchange listens. */
export interface Address {
  /** Base of the streams, such as `ws://127.0.0.1:41234`. */
  readonly url: string
  /** Base of the REST side, such as `http://127.0.0.1:41234`. */
  readonly restUrl: string
  readonly port: number
}

/** Settings of `listen`. */
export interface ListenOptions {
  /** @default 127.0.0.1, this machine only */
  readonly host?: string
  /** Whether permessage-deflate is agreed to when a client offers it. @default true */
  readonly compression?: boolean
}

/** A server at work. */
export interface Server extends Address {
  /** Lets go of the port; connections get `grace` of the scheduler's ms to answer the close, then are cut. */
  close(scheduler: SchedulerLike, grace: number): Promise<void>
}

/** What a server needs of the exchange. */
export interface ServerContext {
  readonly scheduler: SchedulerLike
  readonly rest: RestHandler
  readonly knock: (peer: string) => TurnedAway | undefined
  readonly accept: (endpoint: Endpoint, transport: Transport) => TransportEvents
}

/** The exchange could not listen where it was told to: a port that is taken, an address that is not ours, a browser. */
export class ListenError extends Error {
  readonly code = 'LISTEN_FAILED'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ListenError'
  }
}
