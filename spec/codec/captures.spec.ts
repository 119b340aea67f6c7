/**
 * Recordings of the exchange take the fast path, every frame of them, with the result of the strict
 * path.
 */
import type { MarketEvent } from '../../src/index.js'
import { decoderFactory } from '../../src/venues/binance/channel-kind.js'
import * as spotChannels from '../../src/venues/binance/spot-channels.js'
import { channelOf, describeRecordings, framesOf, recordings } from '../recordings.js'
import { type Decoding, decoding } from './decode.js'
import { runs } from '../runs.js'

describeRecordings('the recordings', () => {
  describe.each(['compiled', 'interpreted'] as const)('%s decoders', mode => {
    it.each(recordings)('read %s alike on the fast and the strict path', (file, count) => {
      const create = decoderFactory(spotChannels, Number, mode)
      const createStrict = decoderFactory(spotChannels, Number, 'strict')
      const decoders = new Map<string, readonly [Decoding<MarketEvent>, Decoding<MarketEvent>]>()
      const fallbacks: string[] = []
      const differences: string[] = []
      const texts = framesOf(file).slice(0, runs(6_000, count))
      for (const text of texts) {
        const { stream } = JSON.parse(text) as { stream: string }
        const channel = channelOf(stream)
        const pair =
          decoders.get(stream) ??
          ([
            decoding<MarketEvent>(sink => create(channel, sink)),
            decoding<MarketEvent>(sink => createStrict(channel, sink)),
          ] as const)
        decoders.set(stream, pair)
        const { isFast, ...decoded } = pair[0].decodeFast(text)
        if (!isFast) fallbacks.push(text)
        // Both make the same fields in the same order, so that their texts are equal where they
        // are.
        if (JSON.stringify(decoded) !== JSON.stringify(pair[1].decode(text))) differences.push(text)
      }
      expect(texts.length).toBe(Math.min(count, runs(6_000, count)))
      expect(fallbacks).toEqual([])
      expect(differences).toEqual([])
    })
  })
})
