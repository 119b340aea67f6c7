/** The instructions of a program, each with its compiled and its interpreted form. */
import type { Frame } from '../frame.js'

/** One instruction. It reads on from the current place, or leaves the frame to the strict path. */
export interface Instruction {
  /** The number of the value that it reads; `undefined` where it reads none. */
  readonly target?: number
  /**
   * The compiled form: statements that read at byte `i` of `t`, advance `i` and assign the value to
   * `variable(target)`. They `return` if the frame is not as documented.
   */
  readonly code: string
  /** The interpreted form. */
  readonly parse: Parser
}

/**
 * Reads on and leaves the value in `cursor.value`; returns false where the frame is not written as
 * documented.
 */
export type Parser = (cursor: Cursor) => boolean

/** The state of an interpreter. */
export interface Cursor {
  frame: Frame
  at: number
  stringCache: string[]
  /** The last value read. */
  value: unknown
  readonly values: unknown[]
  readonly out: Float64Array
}

/** The variable of a value in compiled code. */
export const variable = (target: number): string => `v${target}`
