import fc from 'fast-check'
import * as real from 'io-ts'
import * as small from '../../src/codec/io-ts-browser.js'

/** A codec of each kind that ours are made of. */
function codecs(t: typeof real): readonly real.Any[] {
  const level = t.tuple([t.string, t.boolean])
  return [
    t.string,
    t.boolean,
    t.unknown,
    t.null,
    t.literal('a'),
    t.keyof({ a: null, b: null }),
    level,
    t.array(t.string),
    t.union([t.string, t.null], 'a string or null'),
    t.type({ a: t.string, b: t.unknown }),
    t.type({ a: t.type({ b: t.array(level) }, 'an inner object') }),
  ]
}

const pairs = codecs(real).map(
  (codec, index) => [codec, codecs(small as unknown as typeof real)[index]] as const,
)

/**
 * The parts of a result that a decoder uses: the value, or the place and the type of the first
 * error.
 */
function outcome(codec: real.Any | undefined, input: unknown): unknown {
  const result = codec?.decode(input)
  if (result?._tag !== 'Left') return { value: result?.right as unknown }
  const [first] = result.left
  return {
    path: first?.context.map(({ key, type, actual }) => [key, type.name, actual]),
    value: first?.value,
  }
}

/** Values similar to those that the codecs accept. */
const leaf = fc.constantFrom<unknown>('a', 'b', 'toString', null, true, 1, undefined)
const { value: nested } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.record({ a: tie('value'), b: tie('value') }, { requiredKeys: [] }),
    fc.tuple(fc.constant('a'), fc.boolean()),
    fc.constant(['a', true, 'more']),
  ),
}))

describe('the part of io-ts in browsers', () => {
  it.each(pairs)('%# decodes like io-ts', (codec, ours) => {
    fc.assert(
      fc.property(nested, input => {
        expect(outcome(ours, input)).toEqual(outcome(codec, input))
        expect(ours?.is(input)).toBe(codec.is(input))
      }),
    )
  })

  it.each(pairs)('%# has the name and the tag of io-ts', (codec, ours) => {
    const tagOf = (each: unknown) => (each as { readonly _tag?: string })._tag
    expect([ours?.name, tagOf(ours)]).toEqual([codec.name, tagOf(codec)])
  })
})
