/**
 * Skips a field that the exchange's document marks "Ignore": its key and any simple value, or
 * neither.
 */
import type { Instruction } from '../instruction.js'
import { isText, skipValue } from '../read-text.js'
import { expectCode, isAtCode, parseExpected } from './expect.js'

/** @param key the comma, the quoted key and the colon */
export const ignore = (key: string): Instruction => ({
  code: `if (${isAtCode(',')}) { ${expectCode(key)} i = skipValue(t, i); if (i < 0) return }`,
  parse: cursor => {
    if (!isText(cursor.frame.bytes, cursor.at, ',')) return true
    if (!parseExpected(cursor, key)) return false
    cursor.at = skipValue(cursor.frame.bytes, cursor.at)
    return cursor.at >= 0
  },
})
