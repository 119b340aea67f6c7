/** How a connection looks from outside: for specs and for the curious. */
import type { Received } from './journal.js'
import type { Session, Violation } from './session.js'

/** One open connection; a living view, read again for what is true now. */
export interface Connection {
  /** They count from 1 as connections open. */
  readonly id: number
  /** Over a port, or in memory. */
  readonly kind: 'ws' | 'memory'
  /** Path and query that the client asked for. */
  readonly path: string
  /** Epoch ms. */
  readonly openedAt: number
  /** Stream names in the order of their subscription. */
  readonly subscriptions: readonly string[]
  /** Payloads are wrapped with the name of their stream. */
  readonly combined: boolean
  /** The newest 2,000 messages, pings and pongs that came in. */
  readonly received: readonly Received[]
  /** Messages sent to the client. */
  readonly sent: number
  /** The newest 100. */
  readonly violations: readonly Violation[]
  /** Whether the fault of this name has struck it: nothing comes through any more. */
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
