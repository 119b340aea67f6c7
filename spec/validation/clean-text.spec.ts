import fc from 'fast-check'
import { cleanText, isClean } from '../../src/validation/clean-text.js'
import { costOf, longText } from './cost.js'
import { runs } from '../runs.js'

describe('cleanText', () => {
  it('keeps plain text as it is', () => {
    expect(cleanText('service restart – später ✓')).toBe('service restart – später ✓')
  })

  it('replaces a run of control characters by one space', () => {
    expect(cleanText('a\r\n\x1b[31mb\x00\x7f\x9bc')).toBe('a [31mb c')
  })

  it('replaces line separators and marks that reorder text', () => {
    for (const mark of '\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff') {
      expect(cleanText(`a${mark}b`)).toBe('a b')
    }
  })

  it('cuts after maxLength characters with …', () => {
    expect(cleanText('abcdef', 6)).toBe('abcdef')
    expect(cleanText('abcdefg', 6)).toBe('abcde…')
    expect(cleanText('abc', 1)).toBe('…')
  })

  it('does not cut a surrogate pair in half', () => {
    expect(cleanText('ab😀😀', 4)).toBe('ab…')
  })

  it('costs no more for a long text', () => {
    const long = longText(50_000_000, '\n')
    expect(costOf(() => cleanText(long, 10))).toBeLessThan(100)
    expect(cleanText(long, 10)).toBe(' …')
  })

  it('has nothing to do with clean text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
        expect(isClean(text, maxLength)).toBe(cleanText(text, maxLength) === text)
      }),
      { numRuns: runs(50, 10_000) },
    )
  })

  it('never exceeds maxLength', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
        expect(cleanText(text, maxLength).length).toBeLessThanOrEqual(maxLength)
      }),
      { numRuns: runs(50, 100) },
    )
  })
})
