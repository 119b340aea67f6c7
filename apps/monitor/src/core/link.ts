/** The link: how the connections are, from what each of them last said. */
import { type ConnectionStatus } from 'rxmarket'

export interface Link {
  /** The last status of each connection. */
  readonly statuses: readonly ConnectionStatus[]
  /** How often a connection was lost and had to be opened again. */
  readonly reconnects: number
}

export const emptyLink: Link = { statuses: [], reconnects: 0 }

export function linkAfter({ statuses, reconnects }: Link, status: ConnectionStatus): Link {
  const others = statuses.filter(({ connection }) => connection !== status.connection)
  return {
    statuses: [...others, status].sort((a, b) => a.connection - b.connection),
    reconnects: reconnects + (status.type === 'reconnecting' ? 1 : 0),
  }
}

/** The status that matters most: the first connection that is not live, or else the first. */
export const worstOf = ({ statuses }: Link): ConnectionStatus | undefined =>
  statuses.find(({ type }) => type !== 'live') ?? statuses[0]

/** How many streams are live. */
export const liveStreams = ({ statuses }: Link): number =>
  statuses.reduce((sum, status) => sum + (status.type === 'live' ? status.streams : 0), 0)
