/**
 * Interprets a program where code cannot be generated, at several times the cost of a compiled one.
 */
import { Frame } from '../frame.js'
import type { ToEvent } from '../to-event.js'
import type { Cursor, Instruction, Parser } from './instruction.js'
import type { Program } from './program.js'
import type { Read } from './reader.js'
import { shapeBuilder } from './shape.js'

export function interpret<P, C, E>(program: Program, toEvent: ToEvent<P, C, E>): Read<C, E> {
  const parsers = program.instructions.map(storingParser)
  const build = shapeBuilder(program.payload)
  const cursor: Cursor = {
    frame: new Frame(),
    at: 0,
    stringCache: [],
    value: undefined,
    values: Array.from({ length: program.values }),
    out: new Float64Array(1),
  }
  return (frame, { payloadStart, stringCache, channel }, receivedAt) => {
    cursor.frame = frame
    cursor.at = payloadStart
    cursor.stringCache = stringCache
    for (const parse of parsers) if (!parse(cursor)) return undefined
    if (cursor.at !== frame.length) return undefined
    return toEvent(build(cursor.values) as P, receivedAt, channel)
  }
}

/** The parser of an instruction, which also stores the value that it reads. */
function storingParser({ target, parse }: Instruction): Parser {
  if (target === undefined) return parse
  return cursor => {
    const isRead = parse(cursor)
    cursor.values[target] = cursor.value
    return isRead
  }
}
