/**
 * The part of io-ts that our codecs use, for browsers: no bundler can reduce io-ts, which would add
 * 12 kB to every page. The build puts it in place of `io-ts` and `fp-ts/lib/Either.js` in the
 * browser build. It has io-ts's types and gives its results, except that it stops at the first
 * error, as no more than one is ever reported.
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'

export const left = <E>(error: E): Either<E, never> => ({ _tag: 'Left', left: error })
export const right = <A>(value: A): Either<never, A> => ({ _tag: 'Right', right: value })

export const success = right
export const failure = (value: unknown, context: t.Context): Either<t.Errors, never> =>
  left([{ value, context }])
export const identity = <A>(value: A): A => value
export const appendContext = (context: t.Context, key: string, type: t.Any, actual: unknown): t.Context => [
  ...context,
  { key, type, actual },
]

type Validate<A> = (input: unknown, context: t.Context) => Either<t.Errors, A>

/**
 * Codecs check and do not convert, but for a tuple that is too long: `validate` cuts it, as io-ts
 * does.
 */
export class Type<A> {
  readonly _tag?: string

  constructor(
    readonly name: string,
    readonly is: (input: unknown) => input is A,
    readonly validate: Validate<A>,
    readonly encode: (value: A) => A = identity,
  ) {}

  decode(input: unknown): Either<t.Errors, A> {
    return this.validate(input, [{ key: '', type: this, actual: input }])
  }
}

export class ArrayType<C, A> extends Type<A> {
  override readonly _tag = 'ArrayType'

  constructor(
    name: string,
    is: (input: unknown) => input is A,
    validate: Validate<A>,
    encode: (value: A) => A,
    readonly type: C,
  ) {
    super(name, is, validate, encode)
  }
}

export class TupleType<C, A> extends Type<A> {
  override readonly _tag = 'TupleType'

  constructor(
    name: string,
    is: (input: unknown) => input is A,
    validate: Validate<A>,
    encode: (value: A) => A,
    readonly types: C,
  ) {
    super(name, is, validate, encode)
  }
}

/** A codec that needs nothing but a condition. */
function where(
  tag: string,
  name: string,
  is: (input: unknown) => boolean,
  properties: object = {},
): Type<unknown> {
  const validate: Validate<unknown> = (input, context) =>
    is(input) ? success(input) : failure(input, context)
  return Object.assign(new Type(name, is as (input: unknown) => input is unknown, validate), {
    _tag: tag,
    ...properties,
  })
}

/** A codec of a value with parts, each with its own key and codec. */
function ofParts(
  tag: string,
  name: string,
  isWhole: (input: unknown) => boolean,
  partsOf: (input: unknown) => readonly (readonly [key: string, type: t.Any, part: unknown])[],
  properties: object,
  isComplete: (input: unknown) => boolean = isWhole,
  result: (input: unknown) => unknown = identity,
): Type<unknown> {
  const is = (input: unknown): input is unknown =>
    isWhole(input) && isComplete(input) && partsOf(input).every(([, type, part]) => type.is(part))
  const validate: Validate<unknown> = (input, context) => {
    if (!isWhole(input)) return failure(input, context)
    let value = input
    for (const [key, type, part] of partsOf(input)) {
      const checked = type.validate(part, appendContext(context, key, type, part))
      if (checked._tag === 'Left') return checked
      if (checked.right === part || Number.isNaN(part)) continue
      // A tuple within it was too long.
      if (value === input) value = Array.isArray(input) ? [...(input as unknown[])] : { ...(input as object) }
      ;(value as Record<string, unknown>)[key] = checked.right
    }
    return success(result(value))
  }
  return Object.assign(new Type(name, is, validate), { _tag: tag, ...properties })
}

const isRecord = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input)

const isType = (name: 'string' | 'boolean') => (input: unknown) => typeof input === name

const stringType = where('StringType', 'string', isType('string'))
export { stringType as string }
export const boolean = where('BooleanType', 'boolean', isType('boolean'))
export const unknown = where('UnknownType', 'unknown', () => true)
const nullType = where('NullType', 'null', input => input === null)
export { nullType as null }

export const literal = (value: unknown): Type<unknown> =>
  where('LiteralType', JSON.stringify(value), input => input === value, { value })

export const keyof = (keys: object): Type<unknown> =>
  where(
    'KeyofType',
    Object.keys(keys)
      .map(key => JSON.stringify(key))
      .join(' | '),
    input => typeof input === 'string' && Object.hasOwn(keys, input),
    { keys },
  )

export function type(props: t.Props, name?: string): Type<unknown> {
  const entries = Object.entries(props)
  return ofParts(
    'InterfaceType',
    name ?? `{ ${entries.map(([key, { name: of }]) => `${key}: ${of}`).join(', ')} }`,
    isRecord,
    input => entries.map(([key, field]) => [key, field, (input as Record<string, unknown>)[key]]),
    { props },
    input => Object.keys(props).every(key => key in (input as object)),
  )
}

export const array = (item: t.Any, name = `Array<${item.name}>`): Type<unknown> =>
  ofParts(
    'ArrayType',
    name,
    Array.isArray,
    input => Array.from(input as unknown[], (part, index) => [String(index), item, part]),
    { type: item },
  )

export const tuple = (
  types: readonly t.Any[],
  name = `[${types.map(({ name: of }) => of).join(', ')}]`,
): Type<unknown> =>
  ofParts(
    'TupleType',
    name,
    Array.isArray,
    input => types.map((of, index) => [String(index), of, (input as unknown[])[index]]),
    { types },
    input => (input as unknown[]).length === types.length,
    // Without what is too much.
    input =>
      (input as unknown[]).length > types.length ? (input as unknown[]).slice(0, types.length) : input,
  )

export const union = (types: readonly t.Any[], name: string): Type<unknown> =>
  Object.assign(
    new Type(
      name,
      (input): input is unknown => types.some(of => of.is(input)),
      (input, context) => {
        const results = types.map((of, index) =>
          of.validate(input, appendContext(context, String(index), of, input)),
        )
        return results.find(({ _tag }) => _tag === 'Right') ?? (results[0] as Either<t.Errors, unknown>)
      },
    ),
    { _tag: 'UnionType', types },
  )
