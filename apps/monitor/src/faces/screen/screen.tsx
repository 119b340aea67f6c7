/** The screen: a view in a window of some size. */
import { Box, Text } from 'ink'
import { type View } from '../../core/view.js'
import { duration } from '../../duration.js'
import { Alerts } from './alerts.js'
import { arrangeColumns, arrangeLines, fit, type Size } from './arrange.js'
import { StatusLine } from './status-line.js'
import { Table } from './table.js'

interface ScreenProps {
  readonly view: View
  readonly size: Size
  /** What is watched. */
  readonly name: string
}

/** Columns from which on there is room for a hint. */
const ROOMY = 80

export const Screen = ({ view, size, name }: ScreenProps) => {
  const lines = arrangeLines(view.rows.length, size.rows)
  const rows = view.rows.slice(0, lines.rows)
  const time = duration(Math.floor((view.now - view.startedAt) / 1000) * 1000)
  const right = size.columns < ROOMY ? time : `${time} · Ctrl-C ends`
  const room = Math.max(0, size.columns - right.length - 1)
  return (
    <Box flexDirection="column" width={size.columns}>
      <Text wrap="truncate">
        <Text bold>{fit(`rxmarket · ${name}`, { width: room, align: 'left' })}</Text>
        <Text color="gray">{` ${right}`}</Text>
      </Text>
      {lines.isAiry && <Text> </Text>}
      <Table rows={rows} columns={arrangeColumns(view.rows, size.columns)} hidden={lines.hidden} />
      {lines.isAiry && <Text> </Text>}
      <StatusLine view={view} />
      {lines.isAiry && <Text> </Text>}
      <Alerts alerts={view.alerts} lines={lines.alerts} />
    </Box>
  )
}
