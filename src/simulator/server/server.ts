/** Servers of an exchange: the interface, independent of the platform. */
import { check, checkBoolean, checkInteger, checkOptions } from '../../validation/check.js'
import type { SchedulerLike } from 'rxjs'
import type { UpgradeRejection } from '../faults/active/active-faults.js'
import type { Limits } from '../limits.js'
import type { RestHandler } from '../rest/rest.js'
import type { StreamNames } from '../streams/stream-names.js'
import type { Endpoint } from './endpoint.js'
import type { Transport, TransportEvents } from './transport.js'

/** The address of an exchange. */
export interface Address {
  /** Base URL of the streams, such as `ws://127.0.0.1:41234`. */
  readonly url: string
  /** Base URL of REST, such as `http://127.0.0.1:41234`. */
  readonly restUrl: string
  readonly port: number
}

/** Options of `listen`. */
export interface ListenOptions {
  /** @default 127.0.0.1, this machine only */
  readonly host?: string
  /** Whether permessage-deflate is accepted when a client offers it. @default true */
  readonly compression?: boolean
}

/** A listening server. */
export interface Server extends Address {
  /**
   * Releases the port. Connections get `grace` ms of the scheduler to answer the close, then they
   * are destroyed.
   */
  close(scheduler: SchedulerLike, grace: number): Promise<void>
}

/** The functions of the exchange that a server needs. */
export interface ServerContext {
  readonly scheduler: SchedulerLike
  readonly names: StreamNames
  readonly limits: Limits
  readonly rest: RestHandler
  readonly admit: (peer: string) => UpgradeRejection | undefined
  readonly accept: (endpoint: Endpoint, transport: Transport) => TransportEvents
  /** Receives unforeseen errors, which are defects of the exchange. */
  readonly onError: (error: unknown) => void
}

/**
 * The exchange cannot listen: the port is in use, the address is not of this machine, or this is a
 * browser. Its `code` is `LISTEN_FAILED`.
 */
export class ListenError extends Error {
  readonly code = 'LISTEN_FAILED'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ListenError'
  }
}

/** Throws `INVALID_OPTION`. */
export function checkListenOptions(port: number, options: ListenOptions): void {
  checkInteger('port', port, 0, 65_535)
  checkOptions('listen', options, ['host', 'compression'])
  const { host, compression } = options as ListenOptions
  const isHost = host === undefined || (typeof host === 'string' && host !== '')
  check('host', host, isHost, 'an address such as 127.0.0.1')
  if (compression !== undefined) checkBoolean('compression', compression)
}
