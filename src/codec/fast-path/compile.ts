/**
 * Compiles a program to JavaScript: each expected character is one comparison, each field a local
 * variable. The source consists of the keys and literals of our own codecs, each through
 * JSON.stringify; no stream name, symbol or frame gets into it. Numbers are read by functions,
 * because code that outgrows the processor's cache is slower than calls.
 */
import type { Numeric } from '../types/decimal.js'
import type { ToEvent } from '../to-event.js'
import { copySubstring } from './copy-substring.js'
import { variable } from './instruction.js'
import type { Program } from './program.js'
import { decimalEnd, readDouble, readInteger } from './read-number.js'
import { readText, skipValue } from './read-text.js'
import type { Read } from './reader.js'
import { shapeCode } from './shape.js'

/** Whether this platform can generate code: a page's Content-Security-Policy may forbid it. */
export function canCompile(): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a constant of our own
    return (new Function('return true') as () => boolean)()
  } catch {
    // An EvalError is the answer, not a failure.
    return false
  }
}

/** The values that the compiled source refers to. */
const scope = { copySubstring, decimalEnd, readDouble, readInteger, readText, skipValue }

/** Makes a function of {@link generateCode}'s source. Throws where {@link canCompile} is false. */
export function compile<P, C, E>(
  code: string,
  numeric: Numeric<unknown>,
  toEvent: ToEvent<P, C, E>,
): Read<C, E> {
  const values = { ...scope, numeric, toEvent, out: new Float64Array(1) }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own codecs
  const create = new Function(...Object.keys(values), code) as (...values: unknown[]) => Read<C, E>
  return create(...Object.values(values))
}

/**
 * The source of a program. `t` are the frame's bytes, `i` is the place in them, `b` where a decimal
 * begins. V8 never allocates the payload, as it inlines `toEvent`.
 */
export function generateCode({ instructions, values, payload }: Program): string {
  const variables = Array.from({ length: values }, (_, target) => variable(target))
  return `return function (frame, reader, receivedAt) {
  const t = frame.bytes, cache = reader.stringCache
  let ${['i = reader.payloadStart', 'b = 0', 'c = 0', ...variables].join(', ')}
  ${instructions.map(({ code }) => code).join('\n  ')}
  if (i !== frame.length) return
  return toEvent(${shapeCode(payload)}, receivedAt, reader.channel)
}`
}
