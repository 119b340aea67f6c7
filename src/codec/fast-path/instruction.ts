/**
 * What a program consists of: instructions, each of which has a compiled and an interpreted form
 * side by side.
 */
import type { Frame } from '../frame.js'

/** One instruction. It reads on from the current place, or leaves the frame to the strict path. */
export interface Instruction {
  /** The number of the value that it reads; `undefined` where it reads none. */
  readonly target?: number
  /**
   * The compiled form: statements that read at byte `i` of `t`, advance `i`, assign the value to
   * `variable(target)`, and `return` where the frame is not written as documented.
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
  /** What was read last. */
  value: unknown
  readonly values: unknown[]
  readonly out: Float64Array
}

/** The variable of a value in compiled code. */
export const variable = (target: number): string => `v${target}`
