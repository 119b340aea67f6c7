/** A program done step by step, where no code may be made: the same readings as the compiled ones, at several times the cost. */
import type { Numeric } from './decimal.js'
import { Frame } from './frame.js'
import type { Program, Shape, Step } from './program.js'
import { copy, isDouble, type Read, type ToEvent } from './read.js'
import { decimalEnd, readDouble, readInteger } from './read-number.js'
import { isText, readText, skipValue } from './read-text.js'

/** Where in which frame we are, and what has been read there. */
interface Cursor {
  frame: Frame
  at: number
  memo: string[]
  /** What was read last. */
  value: unknown
  readonly values: unknown[]
  readonly out: Float64Array
}

/** Reads on; false where the frame is not written as documented. */
type Reading = (cursor: Cursor) => boolean

/** An interpreter of a program. */
export function interpret<P, C, E>(
  program: Program,
  numeric: Numeric<unknown>,
  toEvent: ToEvent<P, C, E>,
): Read<C, E> {
  const readings = program.steps.map(step => {
    const reading = readingOf(step, numeric)
    return 'into' in step ? storing(step.into, reading) : reading
  })
  const build = builderOf(program.payload)
  const cursor: Cursor = {
    frame: new Frame(),
    at: 0,
    memo: [],
    value: undefined,
    values: Array.from({ length: program.values }),
    out: new Float64Array(1),
  }
  return (frame, { at, memo, channel }, receivedAt) => {
    cursor.frame = frame
    cursor.at = at
    cursor.memo = memo
    for (const reading of readings) if (!reading(cursor)) return undefined
    if (cursor.at !== frame.length) return undefined
    return toEvent(build(cursor.values) as P, receivedAt, channel)
  }
}

function storing(into: number, reading: Reading): Reading {
  return cursor => {
    const isRead = reading(cursor)
    cursor.values[into] = cursor.value
    return isRead
  }
}

/** Puts a payload together: one object of a kind, the same each time, as events keep nothing of it but its values. */
function builderOf(shape: Shape): (values: readonly unknown[]) => unknown {
  if ('value' in shape) return values => values[shape.value]
  if ('literal' in shape) return () => shape.literal
  const payload: Record<string, unknown> = {}
  const fields = shape.fields.map(([key, field]) => [key, builderOf(field)] as const)
  return values => {
    for (const [key, build] of fields) payload[key] = build(values)
    return payload
  }
}

function readingOf(step: Step, numeric: Numeric<unknown>): Reading {
  switch (step.do) {
    case 'expect':
      return cursor => expect(cursor, step.text)
    case 'integer':
      return cursor => number(cursor, readInteger)
    case 'decimal':
      return decimalReading(numeric)
    case 'boolean':
      return boolean
    case 'text':
      return cursor => text(cursor, step.slot)
    case 'ignore':
      return cursor => ignore(cursor, step.text)
    case 'rows': {
      const cell = decimalReading(numeric)
      return cursor => rows(cursor, step.columns, cell)
    }
  }
}

function expect(cursor: Cursor, text: string): boolean {
  if (!isText(cursor.frame.bytes, cursor.at, text)) return false
  cursor.at += text.length
  return true
}

function number(cursor: Cursor, read: typeof readInteger): boolean {
  cursor.at = read(cursor.frame.bytes, cursor.at, cursor.out)
  cursor.value = cursor.out[0]
  return cursor.at >= 0
}

function decimalReading(numeric: Numeric<unknown>): Reading {
  if (isDouble(numeric)) return cursor => number(cursor, readDouble)
  return cursor => {
    const { frame, at } = cursor
    cursor.at = decimalEnd(frame.bytes, at)
    if (cursor.at < 0) return false
    cursor.value = numeric(copy(frame.text, at, cursor.at))
    return true
  }
}

function boolean(cursor: Cursor): boolean {
  cursor.value = expect(cursor, 'true')
  return cursor.value === true || expect(cursor, 'false')
}

function text(cursor: Cursor, slot: number): boolean {
  const found = readText(cursor.frame.bytes, cursor.at, cursor.memo[slot] ?? '')
  if (found === undefined) return false
  cursor.value = cursor.memo[slot] = found
  cursor.at += found.length
  return true
}

function ignore(cursor: Cursor, text: string): boolean {
  if (!isText(cursor.frame.bytes, cursor.at, ',')) return true
  if (!expect(cursor, text)) return false
  cursor.at = skipValue(cursor.frame.bytes, cursor.at)
  return cursor.at >= 0
}

function rows(cursor: Cursor, columns: number, cell: Reading): boolean {
  const table: unknown[] = []
  if (!expect(cursor, '[')) return false
  if (!expect(cursor, ']')) {
    do {
      const row: unknown[] = []
      for (let n = 0; n < columns; n++) {
        if (!expect(cursor, n === 0 ? '["' : '","') || !cell(cursor)) return false
        row.push(cursor.value)
      }
      if (!expect(cursor, '"]')) return false
      table.push(row)
    } while (expect(cursor, ','))
    if (!expect(cursor, ']')) return false
  }
  cursor.value = table
  return true
}
