/** The status line: state of the connection and counts. */
import { Text } from 'ink'
import { type ConnectionStatus } from 'rxmarket'
import { liveStreams, worstStatus } from '../../state/connection-summary.js'
import { type View } from '../../state/view.js'
import { type Color } from './columns.js'

export const StatusLine = ({ view }: { readonly view: View }) => {
  const { connection, rate, latency, errors, events } = view
  const { mark, color, text } = describeStatus(worstStatus(connection), view.now)
  const facts = [
    ...(connection.reconnects === 0 ? [] : [`${connection.reconnects} reconnects`]),
    `${rate} events/s`,
    ...(latency === undefined ? [] : [`latency ${Math.round(latency)} ms`]),
    `${liveStreams(connection)} streams`,
    `${events} events`,
  ]
  return (
    <Text wrap="truncate">
      <Text {...(color !== undefined && { color })}>{`${mark} ${text}`}</Text>
      {errors > 0 && <Text color="red">{` · ${errors} errors`}</Text>}
      <Text color="gray">{` · ${facts.join(' · ')}`}</Text>
    </Text>
  )
}

interface StatusText {
  readonly mark: string
  readonly color: Color
  readonly text: string
}

/** Describes a connection's status, with the remaining time of a wait. */
export function describeStatus(status: ConnectionStatus | undefined, now: number): StatusText {
  switch (status?.type) {
    case undefined:
    case 'connecting':
      return { mark: '○', color: 'yellow', text: 'connecting' }
    case 'open':
      return { mark: '◐', color: 'yellow', text: 'open' }
    case 'subscribing':
      return { mark: '◐', color: 'yellow', text: `subscribing, ${status.pending} to go` }
    case 'live':
      return { mark: '●', color: 'green', text: 'live' }
    case 'stale':
      return { mark: '◌', color: 'red', text: `silent for ${(status.silence / 1000).toFixed(0)} s` }
    case 'closed':
      return { mark: '○', color: 'red', text: `closed (${status.code})` }
    case 'reconnecting': {
      const remaining = Math.max(0, status.at + status.delay - now) / 1000
      return {
        mark: '↻',
        color: 'red',
        text: `reconnecting in ${remaining.toFixed(0)} s, attempt ${status.attempt}`,
      }
    }
    case 'failed':
      return { mark: '✖', color: 'red', text: `failed after ${status.attempts} attempts` }
  }
}
