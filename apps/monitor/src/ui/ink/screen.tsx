/** The screen: a view in a terminal of a given size. */
import { Box, Text } from 'ink'
import { type BookPanel } from '../../state/book-panel.js'
import { type View } from '../../state/view.js'
import { duration } from '../duration.js'
import { Alerts } from './alerts.js'
import { layOutBookLines, layOutColumns, layOutLines, fit, type Size } from './layout.js'
import { Ladder } from './ladder.js'
import { StatusLine } from './status-line.js'
import { Table } from './table.js'

interface ScreenProps {
  readonly view: View
  readonly size: Size
  /** The watched target. */
  readonly name: string
  /** The key that quits. */
  readonly hint: string
}

/** Columns from which the title has space for a hint. */
const HINT_COLUMNS = 80

export const Screen = ({ view, size, name, hint }: ScreenProps) => {
  const time = duration(Math.floor((view.now - view.startedAt) / 1000) * 1000)
  const right = size.columns < HINT_COLUMNS ? time : `${time} · ${hint}`
  const width = Math.max(0, size.columns - right.length - 1)
  return (
    <Box flexDirection="column" width={size.columns}>
      <Text wrap="truncate">
        <Text bold>{fit(`rxmarket · ${name}`, { width, align: 'left' })}</Text>
        <Text color="gray">{` ${right}`}</Text>
      </Text>
      {view.book === undefined ? (
        <TableBody view={view} size={size} />
      ) : (
        <BookBody view={view} book={view.book} size={size} />
      )}
    </Box>
  )
}

interface BodyProps {
  readonly view: View
  readonly size: Size
}

const TableBody = ({ view, size }: BodyProps) => {
  const lines = layOutLines(view.rows.length, size.rows)
  const columns = layOutColumns(view.rows, size.columns)
  return (
    <>
      {lines.hasSpacing && <Text> </Text>}
      <Table rows={view.rows.slice(0, lines.rows)} columns={columns} hidden={lines.hidden} />
      {lines.hasSpacing && <Text> </Text>}
      <StatusLine view={view} width={size.columns} />
      {lines.hasSpacing && <Text> </Text>}
      <Alerts alerts={view.alerts} lines={lines.alerts} />
    </>
  )
}

const BookBody = ({ view, book, size }: BodyProps & { readonly book: BookPanel }) => {
  const { levels, alerts } = layOutBookLines(size.rows)
  return (
    <>
      <Ladder panel={book} levels={levels} width={size.columns} />
      <StatusLine view={view} width={size.columns} />
      <Alerts alerts={view.alerts} lines={alerts} />
    </>
  )
}
