/**
 * The fast path of a decoder: reads frames that are written exactly as documented straight from
 * their bytes.
 */
import type { Type } from 'io-ts'
import type { Converted } from '../convert.js'
import type { Numeric } from '../types/decimal.js'
import type { Envelope } from '../envelope.js'
import type { ToEvent } from '../to-event.js'
import { canCompile, compile, generateCode } from './compile.js'
import { interpret } from './interpret.js'
import { buildProgram } from './program.js'
import type { Read } from './reader.js'

export type FastPathMode = 'compiled' | 'interpreted'

export interface FastPath<C, E> {
  readonly mode: FastPathMode
  /** The generated source; `undefined` where the program is interpreted. */
  readonly code: string | undefined
  /** The number of strings in a payload. */
  readonly strings: number
  readonly read: Read<C, E>
}

export interface FastPathConfig<C, W, N, E> {
  readonly codec: Type<W, W>
  readonly envelope: Envelope
  readonly toEvent: ToEvent<Converted<W, N>, C, E>
  readonly numeric: Numeric<N>
  readonly mode: FastPathMode
}

/** `undefined` for payloads of a shape that only the strict path reads. */
export function createFastPath<C, W, N, E>({
  codec,
  envelope,
  toEvent,
  numeric,
  mode,
}: FastPathConfig<C, W, N, E>): FastPath<C, E> | undefined {
  const program = buildProgram(codec, envelope, numeric)
  if (program === undefined) return undefined
  const { strings } = program
  if (mode === 'compiled' && canCompile()) {
    const code = generateCode(program)
    return { mode, code, strings, read: compile(code, numeric, toEvent) }
  }
  return { mode: 'interpreted', code: undefined, strings, read: interpret(program, toEvent) }
}
