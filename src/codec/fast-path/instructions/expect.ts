/** Requires that the frame continues with exactly this text. */
import type { Cursor, Instruction } from '../instruction.js'
import { isText } from '../read-text.js'

export const expect = (text: string): Instruction => ({
  code: expectCode(text),
  parse: cursor => parseExpected(cursor, text),
})

/** One comparison a character, which is faster than any loop. `text` is ASCII. */
export function expectCode(text: string): string {
  const differences = Array.from(text, (char, n) => `t[i + ${n}] !== ${code(char)}`)
  return `if (${differences.join(' || ')}) return; i += ${text.length};`
}

export function parseExpected(cursor: Cursor, text: string): boolean {
  if (!isText(cursor.frame.bytes, cursor.at, text)) return false
  cursor.at += text.length
  return true
}

export const isAtCode = (char: string): string => `t[i] === ${code(char)}`

export const code = (char: string): number => char.charCodeAt(0)
