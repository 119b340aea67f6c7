/** Shows the alerts, newest first. */
import { Text } from 'ink'
import { type Alert, type Tone } from '../../state/alert.js'
import { type Color } from './columns.js'

const TONE_STYLES: Readonly<Record<Tone, { readonly mark: string; readonly color: Color }>> = {
  up: { mark: '▲', color: 'green' },
  down: { mark: '▼', color: 'red' },
  good: { mark: '●', color: 'green' },
  bad: { mark: '!', color: 'yellow' },
  plain: { mark: '■', color: undefined },
}

export const Alerts = ({ alerts, lines }: { readonly alerts: readonly Alert[]; readonly lines: number }) => (
  <>
    {(lines > 0 ? alerts.slice(-lines).reverse() : []).map(alert => (
      <AlertLine key={alert.id} alert={alert} />
    ))}
  </>
)

const AlertLine = ({ alert: { at, tone, symbol, text } }: { readonly alert: Alert }) => {
  const { mark, color } = TONE_STYLES[tone]
  return (
    <Text wrap="truncate">
      <Text color="gray">{timeOf(at)}</Text>
      <Text {...(color !== undefined && { color })}>{` ${mark} `}</Text>
      {symbol !== undefined && <Text bold>{`${symbol} `}</Text>}
      {text}
    </Text>
  )
}

/** Formats the local time of day. */
const timeOf = (at: number): string => new Date(at).toTimeString().slice(0, 8)
