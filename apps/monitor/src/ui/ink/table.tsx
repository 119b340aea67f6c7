/** The table: one line per symbol. Each line is a single text, so that Ink cannot wrap it. */
import { Text } from 'ink'
import { type Row } from '../../state/row.js'
import { fit, GAP } from './layout.js'
import { type Column } from './columns.js'

interface TableProps {
  readonly rows: readonly Row[]
  readonly columns: readonly Column[]
  readonly hidden: number
}

export const Table = ({ rows, columns, hidden }: TableProps) => (
  <>
    <Text wrap="truncate" color="gray">
      {columns.map(column => fit(column.title, column)).join(' '.repeat(GAP))}
    </Text>
    {rows.map(row => (
      <Text key={row.symbol} wrap="truncate">
        {columns.map((column, at) => (
          <Cell key={column.title} column={column} row={row} isFirst={at === 0} />
        ))}
      </Text>
    ))}
    {hidden > 0 && <Text wrap="truncate" color="gray">{`… and ${hidden} more: make the window taller`}</Text>}
  </>
)

const Cell = ({ column, row, isFirst }: { column: Column; row: Row; isFirst: boolean }) => {
  const { text, color, isBold = false } = column.cell(row, column.width)
  return (
    <Text bold={isBold} {...(color !== undefined && { color })}>
      {(isFirst ? '' : ' '.repeat(GAP)) + fit(text, column)}
    </Text>
  )
}
