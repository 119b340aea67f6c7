/**
 * Reads a string without its quotes, and reuses the one of the last frame where it has not changed.
 */
import { type Instruction, variable } from '../instruction.js'
import { readText } from '../read-text.js'

/** @param slot the string's number among the strings of its payload */
export const text = (target: number, slot: number): Instruction => ({
  target,
  code: textCode(variable(target), `cache[${slot}]`),
  parse: cursor => {
    const found = readText(cursor.frame.bytes, cursor.at, cursor.stringCache[slot] ?? '')
    if (found === undefined) return false
    cursor.value = cursor.stringCache[slot] = found
    cursor.at += found.length
    return true
  },
})

const textCode = (name: string, last: string): string =>
  `${name} = readText(t, i, ${last}); if (${name} === undefined) return; ${last} = ${name}; i += ${name}.length`
