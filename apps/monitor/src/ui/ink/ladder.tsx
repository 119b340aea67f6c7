/** The ladder of an order book: asks above, the spread between, bids below. */
import { Text } from 'ink'
import { type BookPanel } from '../../state/book-panel.js'
import { ladderText } from './ladder-rows.js'

interface LadderProps {
  readonly panel: BookPanel
  /** Levels of each side. */
  readonly levels: number
  readonly width: number
}

export const Ladder = ({ panel, levels, width }: LadderProps) => {
  const { head, asks, spread, bids } = ladderText(panel, levels, width)
  const { mark, color, text } = stateOf(panel)
  // A book that is not live may differ from the exchange's: it loses its colours.
  const colorOf = (live: string) => ({ color: panel.state === 'live' ? live : 'gray' })
  return (
    <>
      <Text wrap="truncate">
        <Text bold>{panel.symbol}</Text>
        <Text color={color}>{` ${mark} ${text}`}</Text>
      </Text>
      <Text wrap="truncate" color="gray">
        {head}
      </Text>
      {asks.map((line, index) => (
        <Text key={`ask ${asks.length - index}`} wrap="truncate" {...colorOf('red')}>
          {line}
        </Text>
      ))}
      <Text wrap="truncate" bold>
        {spread}
      </Text>
      {bids.map((line, index) => (
        <Text key={`bid ${index}`} wrap="truncate" {...colorOf('green')}>
          {line}
        </Text>
      ))}
    </>
  )
}

function stateOf({ state, queuePosition }: BookPanel): { mark: string; color: string; text: string } {
  const queued = queuePosition === undefined ? '' : `, snapshot is number ${queuePosition} in the queue`
  switch (state) {
    case 'live':
      return { mark: '●', color: 'green', text: 'live' }
    case 'stale':
      return { mark: '◌', color: 'red', text: `stale: waiting for the exchange's book${queued}` }
    case 'syncing':
      return { mark: '◐', color: 'yellow', text: `syncing${queued}` }
  }
}
