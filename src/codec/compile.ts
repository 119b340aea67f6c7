/**
 * A program made JavaScript: each expected character one comparison, each field a local variable, nothing looked up on the way. The
 * source is put together from the keys and literals of our own codecs, each through JSON.stringify; no stream name, symbol or
 * frame ever gets into it. Numbers are read by functions, for code that outgrows the processor's cache is slower than calls.
 */
import type { Numeric } from './decimal.js'
import type { Program, Shape, Step } from './program.js'
import { copy, isDouble, type Read, type ToEvent } from './read.js'
import { decimalEnd, readDouble, readInteger } from './read-number.js'
import { readText, skipValue } from './read-text.js'

/** Whether this platform makes functions of text: a page's Content-Security-Policy may forbid it. */
export function canCompile(): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a constant of our own
    return (new Function('return true') as () => boolean)()
  } catch {
    // An EvalError is the answer, not a failure.
    return false
  }
}

/** What the compiled source refers to beside its arguments. */
const scope = { copy, decimalEnd, readDouble, readInteger, readText, skipValue }

/** Compiles a program. Throws where {@link canCompile} says no. */
export function compile<P, C, E>(
  program: Program,
  numeric: Numeric<unknown>,
  toEvent: ToEvent<P, C, E>,
): Read<C, E> {
  const values = { ...scope, numeric, toEvent, out: new Float64Array(1) }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- made of our own codecs alone, see above
  const make = new Function(...Object.keys(values), sourceOf(program, isDouble(numeric))) as (
    ...values: unknown[]
  ) => Read<C, E>
  return make(...Object.values(values))
}

/** `t` are the frame's bytes, `i` is the place in them, `b` where a decimal begins. V8 never makes the payload, for it inlines `toEvent`. */
function sourceOf({ steps, values, payload }: Program, areDoubles: boolean): string {
  const names = Array.from({ length: values }, (_, n) => nameOf(n))
  return `return function (frame, reader, receivedAt) {
  const t = frame.bytes, memo = reader.memo
  let ${['i = reader.at', 'b = 0', 'c = 0', ...names].join(', ')}
  ${steps.map(step => read(step, areDoubles)).join('\n  ')}
  if (i !== frame.length) return
  return toEvent(${literal(payload)}, receivedAt, reader.channel)
}`
}

const nameOf = (value: number): string => `v${value}`

function literal(shape: Shape): string {
  if ('value' in shape) return nameOf(shape.value)
  if ('literal' in shape) return JSON.stringify(shape.literal)
  return `{ ${shape.fields.map(([key, field]) => `${JSON.stringify(key)}: ${literal(field)}`).join(', ')} }`
}

function read(step: Step, areDoubles: boolean): string {
  switch (step.do) {
    case 'expect':
      return expect(step.text)
    case 'integer':
      return `i = readInteger(t, i, out); if (i < 0) return; ${nameOf(step.into)} = out[0]`
    case 'decimal':
      return decimal(nameOf(step.into), areDoubles)
    case 'boolean':
      return boolean(nameOf(step.into))
    case 'rows':
      return rows(nameOf(step.into), step.columns, areDoubles)
    case 'text': {
      const name = nameOf(step.into)
      const last = `memo[${step.slot}]`
      return `${name} = readText(t, i, ${last}); if (${name} === undefined) return; ${last} = ${name}; i += ${name}.length`
    }
    case 'ignore':
      return `if (${isAt(',')}) { ${expect(step.text)} i = skipValue(t, i); if (i < 0) return }`
  }
}

const code = (char: string): number => char.charCodeAt(0)

const isAt = (char: string): string => `t[i] === ${code(char)}`

function expect(text: string): string {
  const differences = Array.from(text, (char, n) => `t[i + ${n}] !== ${code(char)}`)
  return `if (${differences.join(' || ')}) return; i += ${text.length};`
}

const boolean = (name: string): string =>
  `${name} = ${isAt('t')}; if (${name}) { ${expect('true')} } else { ${expect('false')} }`

const decimal = (name: string, areDoubles: boolean): string =>
  areDoubles
    ? `i = readDouble(t, i, out); if (i < 0) return; ${name} = out[0]`
    : `b = i; i = decimalEnd(t, i); if (i < 0) return; ${name} = numeric(copy(frame.text, b, i))`

function rows(name: string, columns: number, areDoubles: boolean): string {
  const cells = Array.from({ length: columns }, (_, n) => `${name}_${n}`)
  const row = cells.map((cell, n) => `${expect(n === 0 ? '["' : '","')} ${decimal(cell, areDoubles)}`)
  return `${name} = []; ${expect('[')}
  if (${isAt(']')}) i++
  else for (;;) {
    let ${cells.join(', ')}
    ${row.join('\n    ')}
    ${expect('"]')}
    ${name}.push([${cells.join(', ')}])
    c = t[i++]; if (c === ${code(']')}) break; if (c !== ${code(',')}) return
  }`
}
