/** The status line: state of the connection and counts. */
import { Text } from 'ink'
import { type ConnectionStatus } from 'rxmarket'
import { liveStreams, worstStatus } from '../../state/connection-summary.js'
import { type View } from '../../state/view.js'
import { count } from '../count.js'
import { type Color } from './columns.js'

const SEPARATOR = ' · '

export const StatusLine = ({ view, width }: { readonly view: View; readonly width: number }) => {
  const { mark, color, text } = describeStatus(worstStatus(view.connection), view.now)
  const status = `${mark} ${text}`
  const facts = fitFacts(factsOf(view), width - status.length)
  return (
    <Text wrap="truncate">
      <Text {...(color !== undefined && { color })}>{status}</Text>
      {facts.map(fact => (
        <Text key={fact.text} color={fact.color}>
          {SEPARATOR + fact.text}
        </Text>
      ))}
    </Text>
  )
}

interface Fact {
  readonly text: string
  readonly color: 'red' | 'gray'
}

/** Returns the facts to show, most important first. */
function factsOf({ connection, rate, latency, errors, events }: View): readonly Fact[] {
  const gray = (text: string): Fact => ({ text, color: 'gray' })
  return [
    ...(errors === 0 ? [] : [{ text: count(errors, 'error'), color: 'red' } as const]),
    ...(connection.reconnects === 0 ? [] : [gray(count(connection.reconnects, 'reconnect'))]),
    gray(`${rate} events/s`),
    ...(latency === undefined ? [] : [gray(`latency ${Math.round(latency)} ms`)]),
    gray(count(liveStreams(connection), 'stream')),
    gray(count(events, 'event')),
  ]
}

/** Drops the least important facts until the rest fit, so that no text is cut in the middle. */
function fitFacts(facts: readonly Fact[], width: number): readonly Fact[] {
  const total = facts.reduce((sum, { text }) => sum + SEPARATOR.length + text.length, 0)
  return total <= width ? facts : fitFacts(facts.slice(0, -1), width)
}

interface StatusText {
  readonly mark: string
  readonly color: Color
  readonly text: string
}

const WAITING_FOR = {
  connectionLimit: 'connection limit',
  retryAfter: 'retry after',
  backoff: 'backoff',
} as const

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
    case 'rotating': {
      const why = status.reason === 'age' ? 'session is old' : 'shutdown announced'
      const attempt = status.attempt > 1 ? `, attempt ${status.attempt}` : ''
      return { mark: '◉', color: 'green', text: `live, rotating (${why}${attempt})` }
    }
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
    case 'waiting': {
      const remaining = Math.max(0, status.until - now) / 1000
      return {
        mark: '↻',
        color: 'yellow',
        text: `waiting ${remaining.toFixed(0)} s (${WAITING_FOR[status.reason]})`,
      }
    }
    case 'failed':
      return { mark: '✖', color: 'red', text: `failed after ${status.attempts} attempts` }
  }
}
