import { type MarbleHelpers, type MarbleOptions, marbles } from '../../src/testing/index.js'

/** The message of the error that a test throws. */
export function thrown(test: (helpers: MarbleHelpers) => void, options?: MarbleOptions): string {
  try {
    marbles(test, options)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing was thrown'
}

/** Removes the indentation of the surrounding code. */
export function lines(text: string): string {
  return text.replace(/^\n/, '').replaceAll(/^ {8}/gm, '').trimEnd()
}
