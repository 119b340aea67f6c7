import { type MarbleHelpers, type MarbleOptions, marbles } from '../../src/testing/index.js'

/** What is said of a test that fails. */
export function thrown(test: (helpers: MarbleHelpers) => void, options?: MarbleOptions): string {
  try {
    marbles(test, options)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing was thrown'
}

/** Lines without the margin of the code they stand in. */
export function lines(text: string): string {
  return text.replace(/^\n/, '').replaceAll(/^ {8}/gm, '').trimEnd()
}
