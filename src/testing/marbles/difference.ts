/** Deep equality, reported as the places that differ. */
import { contentOf, tagOf } from './content.js'
import { equalsOf, exposed, hidesState } from './hidden-state.js'
import { show } from './show.js'

/** One place in which two values are not the same. */
export interface Difference {
  /** Such as `.bids[0][1]`; empty for the values themselves. */
  readonly path: string
  readonly actual: unknown
  readonly expected: unknown
  /** Why they are not equal, where it does not show. */
  readonly note?: string
}

interface Matcher {
  asymmetricMatch(actual: unknown): boolean
}

/**
 * The places in which `actual` differs from `expected`; empty when they are deeply equal. A
 * property that is `undefined` equals a missing one. A plain object may match an Error, with the
 * relevant fields; the asymmetric matchers of Jest and Vitest may match anything.
 *
 * Two objects of one class with private state are compared by `equals`, or by all that they expose:
 * properties, getters, `valueOf`, `toJSON` and `toString`. If they expose nothing, only the same
 * object is equal.
 */
export function differences(actual: unknown, expected: unknown): readonly Difference[] {
  return compare(actual, expected, '', [])
}

/** One difference in a line. */
export function describeDifference({ path, actual, expected, note }: Difference): string {
  const suffix = note === undefined ? '' : ` (${note})`
  return `${path === '' ? 'it' : path} is ${show(actual)}, expected ${show(expected)}${suffix}`
}

type Pair = readonly [actual: object, expected: object]

/** Properties of errors that are not enumerable. */
const ERROR_KEYS: readonly PropertyKey[] = ['name', 'message', 'cause', 'errors']

/** Getters may return new objects of their own class without end. */
const MAX_NESTING = 8

function compare(
  actual: unknown,
  expected: unknown,
  path: string,
  within: readonly Pair[],
): readonly Difference[] {
  if (Object.is(actual, expected)) return []
  const differs = [{ path, actual, expected }]
  if (isMatcher(expected)) return expected.asymmetricMatch(actual) ? [] : differs
  if (!isObject(actual) || !isObject(expected)) return differs
  if (within.some(([a, e]) => a === actual && e === expected)) return []
  const inner = (a: unknown, e: unknown, step = ''): readonly Difference[] =>
    compare(a, e, path + step, [...within, [actual, expected]])
  const properties = (keys: readonly PropertyKey[]): readonly Difference[] =>
    keys.flatMap(key => inner(read(actual, key), read(expected, key), stepTo(key, Array.isArray(actual))))

  if (isError(actual) && tagOf(expected) === 'Object') return properties(keysOf(expected))
  if (tagOf(actual) !== tagOf(expected)) return differs
  const keys = keysOf(actual, expected)
  if (isError(actual)) return properties([...new Set([...ERROR_KEYS, ...keys])])
  if (Array.isArray(actual)) {
    const isSameLength = actual.length === read(expected, 'length')
    return [
      ...(isSameLength ? [] : inner(actual.length, read(expected, 'length'), '.length')),
      ...properties(keys),
    ]
  }
  const content = contentOf(actual)
  if (content !== undefined) {
    const contents = inner(content, contentOf(expected))
    return contents.length > 0 && !isObject(content) ? differs : [...contents, ...properties(keys)]
  }
  if (!isSameClass(actual, expected) || !hidesState(actual)) return properties(keys)

  const isEqual = equalsOf(actual, expected)
  if (isEqual !== undefined) return isEqual ? [] : differs
  if (within.filter(([a]) => isSameClass(a, actual)).length >= MAX_NESTING) return properties(keys)
  const [shown, expectedShown] = [exposed(actual), exposed(expected)]
  if (shown.size === 0 && expectedShown.size === 0)
    return [{ path, actual, expected, note: 'not the same object, and its private state cannot be compared' }]
  return [
    ...properties(keys),
    ...[...new Set([...shown.keys(), ...expectedShown.keys()])].flatMap(step =>
      inner(shown.get(step), expectedShown.get(step), step),
    ),
  ]
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isError(value: object): boolean {
  return value instanceof Error || tagOf(value) === 'Error'
}

function isMatcher(value: unknown): value is Matcher {
  return isObject(value) && 'asymmetricMatch' in value && typeof value.asymmetricMatch === 'function'
}

function isSameClass(a: object, b: object): boolean {
  return Object.getPrototypeOf(a) === Object.getPrototypeOf(b)
}

function read(value: object, key: PropertyKey): unknown {
  return (value as Readonly<Record<PropertyKey, unknown>>)[key]
}

/** The enumerable properties of all `values`, symbols included. */
function keysOf(...values: readonly object[]): readonly PropertyKey[] {
  const keys = values.flatMap(value =>
    Reflect.ownKeys(value).filter(key => Object.prototype.propertyIsEnumerable.call(value, key)),
  )
  return [...new Set(keys)]
}

function stepTo(key: PropertyKey, isIndex: boolean): string {
  if (typeof key === 'symbol') return `[${key.toString()}]`
  const name = String(key)
  if (isIndex && /^\d+$/.test(name)) return `[${name}]`
  return /^[\w$]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}
