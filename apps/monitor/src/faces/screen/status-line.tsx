/** The status line: how the connection is, and what it brings. */
import { Text } from 'ink'
import { type ConnectionStatus } from 'rxmarket'
import { liveStreams, worstOf } from '../../core/link.js'
import { type View } from '../../core/view.js'
import { type Color } from './columns.js'

export const StatusLine = ({ view }: { readonly view: View }) => {
  const { link, rate, latency, errors, events } = view
  const { mark, color, text } = wordsOf(worstOf(link), view.now)
  const facts = [
    ...(link.reconnects === 0 ? [] : [`${link.reconnects} reconnects`]),
    `${rate} events/s`,
    ...(latency === undefined ? [] : [`latency ${Math.round(latency)} ms`]),
    `${liveStreams(link)} streams`,
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

interface Words {
  readonly mark: string
  readonly color: Color
  readonly text: string
}

/** A connection's status for a person, with what is left of a wait. */
export function wordsOf(status: ConnectionStatus | undefined, now: number): Words {
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
      const left = Math.max(0, status.at + status.delay - now) / 1000
      return {
        mark: '↻',
        color: 'red',
        text: `reconnecting in ${left.toFixed(0)} s, attempt ${status.attempt}`,
      }
    }
    case 'failed':
      return { mark: '✖', color: 'red', text: `given up after ${status.attempts} attempts` }
  }
}
