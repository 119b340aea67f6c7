/** Reads a decimal without its quotes: a double from its bytes, anything else from its text. */
import { isDouble, type Numeric } from '../../types/decimal.js'
import { copySubstring } from '../copy-substring.js'
import { type Instruction, type Parser, variable } from '../instruction.js'
import { decimalEnd, readDouble } from '../read-number.js'

export const decimal = (target: number, numeric: Numeric<unknown>): Instruction => ({
  target,
  code: decimalCode(variable(target), numeric),
  parse: decimalParser(numeric),
})

export const decimalCode = (name: string, numeric: Numeric<unknown>): string =>
  isDouble(numeric)
    ? `i = readDouble(t, i, out); if (i < 0) return; ${name} = out[0]`
    : `b = i; i = decimalEnd(t, i); if (i < 0) return; ${name} = numeric(copySubstring(frame.text, b, i))`

export function decimalParser(numeric: Numeric<unknown>): Parser {
  if (isDouble(numeric)) {
    return cursor => {
      cursor.at = readDouble(cursor.frame.bytes, cursor.at, cursor.out)
      cursor.value = cursor.out[0]
      return cursor.at >= 0
    }
  }
  return cursor => {
    const { frame, at } = cursor
    cursor.at = decimalEnd(frame.bytes, at)
    if (cursor.at < 0) return false
    cursor.value = numeric(copySubstring(frame.text, at, cursor.at))
    return true
  }
}
