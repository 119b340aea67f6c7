/** Summarizes the state of all connections, from the last status of each. */
import { type ConnectionStatus } from 'rxmarket'

export interface ConnectionSummary {
  /** The last status of each connection. */
  readonly statuses: readonly ConnectionStatus[]
  /** The number of connections lost and reconnected. */
  readonly reconnects: number
}

export const emptyConnectionSummary: ConnectionSummary = { statuses: [], reconnects: 0 }

export function summarizeStatus(
  { statuses, reconnects }: ConnectionSummary,
  status: ConnectionStatus,
): ConnectionSummary {
  const others = statuses.filter(({ connection }) => connection !== status.connection)
  return {
    statuses: [...others, status].sort((a, b) => a.connection - b.connection),
    reconnects: reconnects + (status.type === 'reconnecting' ? 1 : 0),
  }
}

/**
 * Returns the status of the first connection that is not live, or else of one that rotates, or of
 * the first one.
 */
export const worstStatus = ({ statuses }: ConnectionSummary): ConnectionStatus | undefined =>
  statuses.find(({ type }) => type !== 'live' && type !== 'rotating') ??
  statuses.find(({ type }) => type === 'rotating') ??
  statuses[0]

/** Counts the live streams of all connections. */
export const liveStreams = ({ statuses }: ConnectionSummary): number =>
  statuses.reduce((sum, status) => sum + ('streams' in status ? status.streams : 0), 0)
