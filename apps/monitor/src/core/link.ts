/** The link: how the connections are, from what each of them last said. */
import { type ConnectionStatus } from 'rxmarket'

export interface Link {
  /** The last status of each connection. */
  readonly statuses: readonly ConnectionStatus[]
  /** How often a connection was lost and had to be opened again. */
  readonly reconnects: number
  /** When every stream was first acknowledged. */
  readonly liveSince: number | undefined
  /** Whether a connection is on its way back after a loss. */
  readonly isRecovering: boolean
}

export const emptyLink: Link = {
  statuses: [],
  reconnects: 0,
  liveSince: undefined,
  isRecovering: false,
}

export function linkAfter(link: Link, status: ConnectionStatus): Link {
  const others = link.statuses.filter(({ connection }) => connection !== status.connection)
  const statuses = [...others, status].sort((a, b) => a.connection - b.connection)
  const isLost = status.type === 'reconnecting'
  return {
    statuses,
    reconnects: link.reconnects + (isLost ? 1 : 0),
    liveSince: link.liveSince ?? (status.type === 'live' ? status.at : undefined),
    isRecovering: isLost || (link.isRecovering && status.type !== 'live'),
  }
}

/** The status that matters most: the first connection that is not live, or else the first. */
export const worstOf = ({ statuses }: Link): ConnectionStatus | undefined =>
  statuses.find(({ type }) => type !== 'live') ?? statuses[0]

/** How many streams are live. */
export const liveStreams = ({ statuses }: Link): number =>
  statuses.reduce((sum, status) => sum + (status.type === 'live' ? status.streams : 0), 0)
