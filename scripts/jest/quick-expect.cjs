/**
 * `expect`, except that what a loop repeats costs little: Jest makes some hundred functions for
 * each value, also for one that is as expected. Here only the failure is Jest's, and matchers other
 * than these.
 */
const { isDeepStrictEqual } = require('node:util')

const jestExpect = globalThis.expect

class Expectation {
  constructor(actual) {
    this.actual = actual
  }

  toBe(expected) {
    if (!Object.is(this.actual, expected)) this.fail('toBe', expected)
  }

  /** Equal in the strict sense is equal in Jest's, which ignores `undefined` and prototypes. */
  toEqual(expected) {
    if (!isDeepStrictEqual(this.actual, expected)) this.fail('toEqual', expected)
  }

  toBeUndefined() {
    if (this.actual !== undefined) this.fail('toBeUndefined')
  }

  /** Calls Jest's matcher; what it throws points to the line of the spec. */
  fail(matcher, ...expected) {
    try {
      jestExpect(this.actual)[matcher](...expected)
    } catch (error) {
      Error.captureStackTrace(error, this[matcher])
      throw error
    }
  }
}

for (const matcher of Object.keys(jestExpect(undefined))) {
  if (matcher in Expectation.prototype) continue
  Object.defineProperty(Expectation.prototype, matcher, {
    get() {
      return jestExpect(this.actual)[matcher]
    },
  })
}

globalThis.expect = Object.assign(actual => new Expectation(actual), jestExpect)
