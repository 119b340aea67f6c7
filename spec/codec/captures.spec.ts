/** What the exchange really sent takes the fast way, every frame of it, and says the same there as on the slow one. */
import { type Decoder } from '../../src/codec/decoder.js'
import { Frame } from '../../src/codec/frame.js'
import type { Channel, MarketEvent } from '../../src/index.js'
import { spot } from '../../src/venues/binance/spot.js'
import { describeRecordings, framesOf, recordings } from '../recordings.js'

const channelOf = (stream: string): Channel => {
  const [name = '', kind = ''] = stream.split('@')
  const symbol = name.toUpperCase()
  if (kind === 'depth') return { kind: 'depthDiff', symbol, speed: 100 }
  if (kind === 'kline_1m') return { kind: 'kline', symbol, freq: '1m', timeZone: '+00:00' }
  if (kind === 'bookTicker' || kind === 'trade' || kind === 'aggTrade') return { kind, symbol }
  throw new Error(`no channel is known for ${stream}`)
}

describeRecordings('the recordings', () => {
  describe.each([
    ['compiled', true],
    ['interpreted', false],
  ] as const)('%s decoders', (_, compiled) => {
    it.each(recordings)('read all of %s the fast way, and as the slow way does', (file, count) => {
      const decoderOf = spot.decoders(Number, compiled)
      const decoders = new Map<string, Decoder<MarketEvent>>()
      const frame = new Frame()
      const fallbacks: string[] = []
      const differences: string[] = []
      const texts = framesOf(file)
      for (const text of texts) {
        frame.load(text)
        const stream = text.slice(spot.nameAt, spot.peek(frame))
        const decoder = decoders.get(stream) ?? decoderOf(channelOf(stream))
        decoders.set(stream, decoder)
        const event = decoder.fast(frame, 7)
        if (event === undefined) fallbacks.push(text)
        // Both make the same fields in the same order, so that their texts are equal where they are.
        const slow = decoder.decode(text, 7)
        if (JSON.stringify({ _tag: 'Right', right: event }) !== JSON.stringify(slow)) differences.push(text)
      }
      expect(texts.length).toBe(count)
      expect(fallbacks).toEqual([])
      expect(differences).toEqual([])
    })
  })
})
