/** Reads an integer. */
import { type Instruction, variable } from '../instruction.js'
import { readInteger } from '../read-number.js'

export const integer = (target: number): Instruction => ({
  target,
  code: `i = readInteger(t, i, out); if (i < 0) return; ${variable(target)} = out[0]`,
  parse: cursor => {
    cursor.at = readInteger(cursor.frame.bytes, cursor.at, cursor.out)
    cursor.value = cursor.out[0]
    return cursor.at >= 0
  },
})
