/** Deep equality, told as what differs. */
import { show } from './show.js'

/** One place in which two values are not the same. */
export interface Difference {
  /** Such as `.bids[0][1]`; empty for the values themselves. */
  readonly path: string
  readonly actual: unknown
  readonly expected: unknown
}

interface Matcher {
  asymmetricMatch(actual: unknown): boolean
}

/**
 * Where `actual` is not what was expected; empty when they are deeply equal. A field that is `undefined` is as good as none. A plain
 * object may stand for an Error, of which it names the fields that matter; so may the asymmetric matchers of Jest and Vitest for
 * anything.
 */
export function differences(actual: unknown, expected: unknown): readonly Difference[] {
  return compare(actual, expected, '', [])
}

/** One difference in a line. */
export function describeDifference({ path, actual, expected }: Difference): string {
  return `${path === '' ? 'it' : path} is ${show(actual)}, expected ${show(expected)}`
}

function compare(
  actual: unknown,
  expected: unknown,
  path: string,
  within: readonly (readonly [unknown, unknown])[],
): readonly Difference[] {
  if (Object.is(actual, expected)) return []
  const differs = [{ path, actual, expected }]
  if (isMatcher(expected)) return expected.asymmetricMatch(actual) ? [] : differs
  if (!isObject(actual) || !isObject(expected)) return differs
  if (within.some(([a, e]) => a === actual && e === expected)) return []
  const inner = (a: unknown, e: unknown, step: string): readonly Difference[] =>
    compare(a, e, path + step, [...within, [actual, expected]])

  if (actual instanceof Error && tag(expected) === 'Object')
    return Object.keys(expected).flatMap(key => inner(read(actual, key), read(expected, key), stepTo(key)))
  if (tag(actual) !== tag(expected)) return differs
  if (actual instanceof Error)
    return [
      ...inner(actual.name, read(expected, 'name'), '.name'),
      ...inner(actual.message, read(expected, 'message'), '.message'),
      ...fieldsOf(actual, expected).flatMap(key =>
        key === 'name' ? [] : inner(read(actual, key), read(expected, key), stepTo(key)),
      ),
    ]
  if (actual instanceof Date) return actual.getTime() === Number(expected) ? [] : differs
  if (actual instanceof Map || actual instanceof Set) {
    const members = (value: object): unknown => [...(value as Iterable<unknown>)]
    return inner(members(actual), members(expected), '')
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length)
    return [
      { path: `${path}.length`, actual: actual.length, expected: expected.length },
      ...fieldsOf(actual, expected).flatMap(key => inner(read(actual, key), read(expected, key), `[${key}]`)),
    ]
  const step = Array.isArray(actual) ? (key: string) => `[${key}]` : stepTo
  return fieldsOf(actual, expected).flatMap(key => inner(read(actual, key), read(expected, key), step(key)))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isMatcher(value: unknown): value is Matcher {
  return isObject(value) && 'asymmetricMatch' in value && typeof value.asymmetricMatch === 'function'
}

function tag(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

function read(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key]
}

function fieldsOf(...values: readonly object[]): string[] {
  return [...new Set(values.flatMap(value => Object.keys(value)))]
}

function stepTo(key: string): string {
  return /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
