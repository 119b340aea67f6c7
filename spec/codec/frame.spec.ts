import { Frame } from '../../src/codec/frame.js'

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)]
const bytesOf = ({ bytes, length }: Frame): number[] => [...bytes.subarray(0, length)]

describe('a frame', () => {
  it.each([
    ['JSON', '{"a":1}'],
    ['nothing', ''],
    ['Chinese', '币安人生USDT'],
    ['a surrogate pair', '\u{1F680}'],
    ['much', `long ${'x'.repeat(5_000)} and 币`.repeat(3)],
  ])('has the text and bytes of %s, loaded with either', (_, text) => {
    const frame = new Frame()
    frame.load(text)
    expect([frame.text, bytesOf(frame)]).toEqual([text, utf8(text)])
    frame.load(Uint8Array.from(utf8(text)))
    expect([frame.text, bytesOf(frame)]).toEqual([text, utf8(text)])
  })

  it('keeps no buffer of a large frame', () => {
    const frame = new Frame()
    frame.load('币'.repeat(5_000_000))
    expect(frame.length).toBe(15_000_000)
    frame.load('{}')
    expect(frame.bytes.length).toBeLessThan(200_000)
  })

  it('keeps nothing of the previous frame', () => {
    const frame = new Frame()
    frame.load('{"stream":"btcusdt@trade"}')
    frame.load('{}')
    expect([frame.text, bytesOf(frame)]).toEqual(['{}', utf8('{}')])
    frame.load(Uint8Array.from(utf8('[]')))
    expect([frame.text, bytesOf(frame)]).toEqual(['[]', utf8('[]')])
  })

  it('keeps a byte order mark, which JSON.parse rejects', () => {
    const frame = new Frame()
    frame.load(Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))
    expect(() => void JSON.parse(frame.text)).toThrow(SyntaxError)
  })
})
