import fc from 'fast-check'
import { decodeUtf8, encodeUtf8 } from '../../src/validation/utf8.js'

const { TextEncoder: Encoder, TextDecoder: Decoder } = globalThis

/** Runs `work` on a platform without TextEncoder and TextDecoder. */
function withoutEncoding<T>(work: () => T): T {
  Object.assign(globalThis, { TextEncoder: undefined, TextDecoder: undefined })
  try {
    return work()
  } finally {
    Object.assign(globalThis, { TextEncoder: Encoder, TextDecoder: Decoder })
  }
}

const text = fc.string({ unit: 'binary' })

describe('UTF-8 without TextEncoder', () => {
  it('is encoded to the same bytes, lone surrogates included', () => {
    const texts = fc.oneof(text, fc.constantFrom('a\ud800b', '\udc00', '%41', '\ufeff{}'))
    fc.assert(
      fc.property(texts, given => {
        expect([...withoutEncoding(() => encodeUtf8(given))]).toEqual([...encodeUtf8(given)])
      }),
    )
  })

  it('is decoded to the same text', () => {
    fc.assert(
      fc.property(text, given => {
        const bytes = new Encoder().encode(given)
        expect(withoutEncoding(() => decodeUtf8(bytes))).toBe(decodeUtf8(bytes))
      }),
    )
  })

  it('is decoded byte by byte where it is invalid', () => {
    expect(withoutEncoding(() => decodeUtf8(Uint8Array.of(0x41, 0xff)))).toBe('A\u00ff')
  })
})
