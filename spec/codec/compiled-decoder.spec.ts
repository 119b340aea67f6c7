/** The fast path must agree with the strict path, whatever the frame. */
import fc from 'fast-check'
import type { Any } from 'io-ts'
import { Frame, type FrameData } from '../../src/codec/frame.js'
import { asTagged } from '../../src/codec/types/tagged.js'
import type { Channel, MarketEvent } from '../../src/index.js'
import { decoderFactory } from '../../src/venues/binance/channel-kind.js'
import * as spotChannels from '../../src/venues/binance/spot-channels.js'
import { spot } from '../../src/venues/binance/spot.js'
import { ruleOf } from '../sequence/order.js'
import { decoding } from './decode.js'
import { runs } from '../runs.js'

const symbol = 'BTCUSDT'
const channels: readonly Channel[] = [
  { kind: 'trade', symbol },
  { kind: 'aggTrade', symbol },
  { kind: 'bookTicker', symbol },
  { kind: 'ticker', symbol },
  { kind: 'miniTicker', symbol },
  { kind: 'kline', symbol, freq: '1m', timeZone: '+00:00' },
  { kind: 'avgPrice', symbol },
  { kind: 'depth', symbol, levels: 5, speed: 1000 },
  { kind: 'depthDiff', symbol, speed: 100 },
]

const digits = (most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most })

/** Decimals as exchanges write them, and as they never should. */
const decimal = fc
  .oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom('', '', '', '-'), digits(7), digits(8)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('', '-'), digits(30), digits(40)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('', '-'), digits(12)) },
  )
  .map(([sign, whole, part]) => sign + whole + (part === undefined ? '' : `.${part}`))

/** JSON text: a value written as documented. */
function documented(codec: Any): fc.Arbitrary<string> {
  const node = asTagged(codec)
  switch (node._tag) {
    case 'InterfaceType': {
      const fields = Object.entries(node.props).map(([key, field]) =>
        documented(field).map(value => `${JSON.stringify(key)}:${value}`),
      )
      return fc.tuple(...fields).map(texts => `{${texts.join(',')}}`)
    }
    case 'LiteralType':
      return fc.constant(JSON.stringify(node.value))
    case 'IntegerType':
      return fc
        .oneof(fc.nat(), fc.maxSafeInteger(), fc.constantFrom(0, -1, 1672515782136, 1672515782136123))
        .map(String)
    case 'DecimalType':
      return decimal.map(text => `"${text}"`)
    case 'TextType':
      return fc.constantFrom('"BTCUSDT"', '"1m"', '""', '"A LONGER NAME THAN OTHERS"')
    case 'BooleanType':
      return fc.constantFrom('true', 'false')
    case 'UnknownType':
      return fc.constantFrom('true', 'false', '"0"', '"123456"')
    case 'ArrayType':
      return fc.array(documented(node.type), { maxLength: 4 }).map(items => `[${items.join(',')}]`)
    case 'TupleType':
      return fc.tuple(...node.types.map(documented)).map(items => `[${items.join(',')}]`)
    default:
      throw new Error(`no text is known for ${codec.name}`)
  }
}

/** A token of JSON, or the space between two. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[^",:[\]{}]+|[",:[\]{}]/g

/**
 * One way in which a frame may differ from the document; each is given the text's tokens and a
 * number to choose with.
 */
const deviations: Readonly<Record<string, (tokens: string[], choice: number) => string[]>> = {
  'keys reordered': (tokens, choice) => {
    const keys = tokens.flatMap((token, at) => (tokens[at + 1] === ':' ? [at] : []))
    const [a, b] = [keys[choice % keys.length] ?? 0, keys[(choice * 7) % keys.length] ?? 0]
    const copy = [...tokens]
    copy[a] = tokens[b] ?? ''
    copy[b] = tokens[a] ?? ''
    return copy
  },
  'two fields swapped': (tokens, choice) => {
    const commas = tokens.flatMap((token, at) => (token === ',' && tokens[at + 2] === ':' ? [at] : []))
    const at = commas[choice % Math.max(1, commas.length)] ?? 0
    if (tokens[at - 2] !== ':' || tokens[at + 3]?.startsWith('{') !== false) return tokens
    return [
      ...tokens.slice(0, at - 3),
      ...tokens.slice(at + 1, at + 4),
      ',',
      ...tokens.slice(at - 3, at),
      ...tokens.slice(at + 4),
    ]
  },
  whitespace: (tokens, choice) => insert(tokens, choice, [' ', '\t', '\n', '  \r'][choice % 4] ?? ' '),
  'an extra key': (tokens, choice) => {
    const braces = tokens.flatMap((token, at) => (token === '}' ? [at] : []))
    const extra = [',"zz":1', ',"p":"1.5"', ',"zz":{"y":[]}', ',"E":"no"', ',"M":null'][choice % 5] ?? ''
    return insert(tokens, braces[choice % braces.length] ?? 0, extra)
  },
  'an escape': (tokens, choice) => onString(tokens, choice, text => text.replace(/.$/, '\\u0031"')),
  unicode: (tokens, choice) => onString(tokens, choice, text => text.replace(/.$/, '币"')),
  'a control character': (tokens, choice) => onString(tokens, choice, text => text.replace(/.$/, '\u0001"')),
  'a string where a number was': (tokens, choice) =>
    onToken(tokens, choice, /^-?\d/, number => JSON.stringify(number)),
  'a number where a string was': (tokens, choice) =>
    onToken(tokens, choice, /^"-?\d/, text => text.slice(1, -1)),
  'an exponent': (tokens, choice) =>
    onToken(tokens, choice, /^"?-?\d/, text => text.replace(/"?$/, end => `e${(choice % 40) - 20}${end}`)),
  'a huge number': (tokens, choice) =>
    onToken(tokens, choice, /^"?-?\d/, text => text.replace(/\d/, '9'.repeat(330))),
  'a tiny number': (tokens, choice) =>
    onToken(tokens, choice, /^"?-?\d/, text => text.replace(/\d+(\.\d+)?/, `0.${'0'.repeat(330)}1`)),
  'a leading zero': (tokens, choice) => onToken(tokens, choice, /^"?-?\d/, text => text.replace(/\d/, '0$&')),
  'another simple value': (tokens, choice) =>
    onToken(
      tokens,
      choice,
      /^["\d-]|^(true|false)$/,
      () => ['null', 'true', '""', '[]', '{}', '-0', '1.5'][choice % 7] ?? '',
    ),
  'something after it': (tokens, choice) => [...tokens, ['}', ' ', 'x', '\u0000', '{}'][choice % 5] ?? ''],
}

const insert = (tokens: readonly string[], at: number, text: string): string[] => {
  const place = at % tokens.length
  return [...tokens.slice(0, place), text, ...tokens.slice(place)]
}

function onToken(
  tokens: string[],
  choice: number,
  which: RegExp,
  change: (token: string) => string,
): string[] {
  const places = tokens.flatMap((token, at) => (which.test(token) ? [at] : []))
  const place = places[choice % Math.max(1, places.length)]
  return tokens.map((token, at) => (at === place ? change(token) : token))
}

const onString = (tokens: string[], choice: number, change: (token: string) => string): string[] =>
  onToken(tokens, choice, /^"./, change)

const numerics = [
  ['doubles', Number],
  ['texts', String],
] as const

describe.each(['compiled', 'interpreted'] as const)('%s', mode => {
  describe.each(numerics)('to %s', (_, numeric: (text: string) => unknown) => {
    describe.each(channels.map(channel => [channel.kind, channel] as const))('%s', (kind, channel) => {
      const { decodeFast, decoder } = decoding<MarketEvent<unknown>>(sink =>
        decoderFactory(spotChannels, numeric, mode)(channel, sink),
      )
      const { decode } = decoding<MarketEvent<unknown>>(sink =>
        decoderFactory(spotChannels, numeric, 'strict')(channel, sink),
      )
      const lead = `{"stream":"${spot.streamName(channel)}","data":`
      const asFrame = documented(spotChannels[kind].payload).map(payload => `${lead}${payload}}`)

      /** The event of the fast path, `undefined` where it leaves the frame to the strict path. */
      const fast = (data: FrameData): unknown => {
        const { isFast, events } = decodeFast(data)
        return isFast ? events[0] : undefined
      }

      const { idsOf } = ruleOf(channel.kind)
      const frame = new Frame()
      /** The ids that are read without decoding, `undefined` where there are none. */
      const peek = (text: string): object | undefined => {
        frame.load(text)
        const ids = decoder.peekIds(frame)
        return ids && { first: ids.first, last: ids.last }
      }

      const agrees = (text: string): void => {
        const event = fast(text)
        const decoded = decode(text)
        if (event !== undefined) expect({ events: [event], errors: [] }).toEqual(decoded)
        expect(fast(Buffer.from(text))).toEqual(event)
        const ids = peek(text)
        const [of] = decoded.events
        if (ids !== undefined && of !== undefined) expect(ids).toEqual(idsOf?.(of))
      }

      it(`is ${mode}`, () => {
        expect(decoder.mode).toBe(mode)
        expect(decoder.code?.slice(0, 15)).toBe(mode === 'compiled' ? 'return function' : undefined)
      })

      it('reads every documented frame fast, as the strict path does', () => {
        fc.assert(
          fc.property(asFrame, text => {
            expect({ events: [fast(text)], errors: [] }).toEqual(decode(text))
          }),
          { seed: 20261122, numRuns: runs(10, 40) },
        )
      })

      it('agrees with the strict path on frames that deviate', () => {
        const deviation = fc.tuple(fc.constantFrom(...Object.keys(deviations)), fc.nat(10_000))
        fc.assert(
          fc.property(asFrame, fc.array(deviation, { minLength: 1, maxLength: 2 }), (text, chosen) => {
            const tokens = chosen.reduce<string[]>(
              (now, [name, choice]) => deviations[name]?.(now, choice) ?? now,
              text.slice(lead.length).match(TOKENS) ?? [],
            )
            agrees(lead + tokens.join(''))
          }),
          { seed: 20261122, numRuns: runs(40, 200) },
        )
      })

      it('leaves truncated and extended frames to the strict path', () => {
        fc.assert(
          fc.property(asFrame, text => {
            for (let end = lead.length; end < text.length; end++) {
              const cut = text.slice(0, end)
              expect(fast(cut)).toBeUndefined()
              // Lent bytes end with the frame, while the bytes of a text are followed by the frame
              // before.
              expect(fast(Buffer.from(cut))).toBeUndefined()
            }
            expect(fast(`${text} `)).toBeUndefined()
            expect(fast(text)).toBeDefined()
          }),
          { seed: 20261122, numRuns: runs(1, 2) },
        )
      })

      it('agrees with the strict path whatever bytes have changed', () => {
        const change = fc.tuple(fc.nat(2_000), fc.constantFrom(...'0123456789-.eE"\\,:[]{} tfnulasx\u0000é'))
        fc.assert(
          fc.property(asFrame, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
            const chars = Array.from(text)
            for (const [at, char] of changes) chars[lead.length + (at % (chars.length - lead.length))] = char
            agrees(chars.join(''))
          }),
          { seed: 20261122, numRuns: runs(30, 150) },
        )
      })
    })
  })
})

describe('a deviation', () => {
  it.each(Object.keys(deviations))('of %s changes a frame', name => {
    const text = '{"stream":"x","data":{"e":"trade","E":1,"p":"1.50","k":{"t":5,"x":true},"b":[["1.0","2"]]}}'
    const tokens = text.match(TOKENS) ?? []
    expect(tokens.join('')).toBe(text)
    const changed = [1, 2, 3, 5, 8, 13].map(choice => deviations[name]?.(tokens, choice).join(''))
    expect(changed.some(other => other !== text)).toBe(true)
  })
})
