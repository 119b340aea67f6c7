/** The public view of a session. */
import type { Session } from './session.js'
import type { Received } from './traffic-log.js'
import type { Violation } from './violation.js'

/** An open connection. A live view: its properties change with the connection. */
export interface Connection {
  /** Ids count from 1 as connections open. */
  readonly id: number
  /** Over a socket, or in memory. */
  readonly kind: 'ws' | 'memory'
  /** Path and query of the client's URL. */
  readonly path: string
  /** Epoch ms. */
  readonly openedAt: number
  /** Stream names in the order of their subscription. */
  readonly subscriptions: readonly string[]
  /** Whether payloads are wrapped with the name of their stream. */
  readonly combined: boolean
  /**
   * Its newest messages, pings and pongs: at most 2,000, of the newest 20,000 of all connections.
   */
  readonly received: readonly Received[]
  /** Messages sent to the client. */
  readonly sent: number
  /** The newest 100. */
  readonly violations: readonly Violation[]
  /** Whether the fault of this name has made it half-open: nothing passes any more. */
  readonly halfOpen: boolean
  /** `permessage-deflate` where compression was agreed; empty otherwise. */
  readonly extensions: string
  /** Bytes on the wire, the handshake's too; in memory, the length of the messages' text. */
  readonly bytesRead: number
  readonly bytesWritten: number
}

export function viewOf(session: Session): Connection {
  const { id, transport, endpoint, openedAt } = session
  return {
    id,
    kind: transport.kind,
    path: endpoint.path,
    openedAt,
    get subscriptions() {
      return session.streams
    },
    get combined() {
      return session.combined
    },
    get received() {
      return session.received
    },
    get sent() {
      return session.sent
    },
    get violations() {
      return session.violations
    },
    get halfOpen() {
      return session.halfOpen
    },
    extensions: transport.extensions,
    get bytesRead() {
      return transport.bytesRead
    },
    get bytesWritten() {
      return transport.bytesWritten
    },
  }
}
