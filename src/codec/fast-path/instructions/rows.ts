/** Reads a list of rows of decimals, such as the levels of an order book. */
import type { Numeric } from '../../types/decimal.js'
import { type Cursor, type Instruction, type Parser, variable } from '../instruction.js'
import { decimalCode, decimalParser } from './decimal.js'
import { code, expectCode, isAtCode, parseExpected } from './expect.js'

/** @param columns decimals in each row */
export function rows(target: number, columns: number, numeric: Numeric<unknown>): Instruction {
  const parseCell = decimalParser(numeric)
  return {
    target,
    code: rowsCode(variable(target), columns, numeric),
    parse: cursor => parseRows(cursor, columns, parseCell),
  }
}

function rowsCode(name: string, columns: number, numeric: Numeric<unknown>): string {
  const cells = Array.from({ length: columns }, (_, n) => `${name}_${n}`)
  const row = cells.map((cell, n) => `${expectCode(lead(n))} ${decimalCode(cell, numeric)}`)
  return `${name} = []; ${expectCode('[')}
  if (${isAtCode(']')}) i++
  else for (;;) {
    let ${cells.join(', ')}
    ${row.join('\n    ')}
    ${expectCode('"]')}
    ${name}.push([${cells.join(', ')}])
    c = t[i++]; if (c === ${code(']')}) break; if (c !== ${code(',')}) return
  }`
}

function parseRows(cursor: Cursor, columns: number, parseCell: Parser): boolean {
  const table: unknown[] = []
  if (!parseExpected(cursor, '[')) return false
  if (!parseExpected(cursor, ']')) {
    do {
      const row: unknown[] = []
      for (let n = 0; n < columns; n++) {
        if (!parseExpected(cursor, lead(n)) || !parseCell(cursor)) return false
        row.push(cursor.value)
      }
      if (!parseExpected(cursor, '"]')) return false
      table.push(row)
    } while (parseExpected(cursor, ','))
    if (!parseExpected(cursor, ']')) return false
  }
  cursor.value = table
  return true
}

const lead = (column: number): string => (column === 0 ? '["' : '","')
