/** Recordings of the real exchange, played through the embedded exchange to a market. */
import { firstValueFrom, merge, type Observable, take, toArray } from 'rxjs'
import { binance, type Freq, type Market, type MarketEvent } from '../src/index.js'
import { createExchange } from '../src/simulator/index.js'
import { describeRecordings, framesOf, recordingOf, recordings } from './recordings.js'
import { createWorld } from './world.js'

interface Recorded {
  stream: string
  data: Record<string, unknown>
}

/** The channel of a recorded stream's name. */
function channel$(market: Market, stream: string): Observable<MarketEvent> {
  const [symbol = '', kind = ''] = stream.split('@')
  if (kind === 'depth') return market.depthDiff$(symbol, { speed: 100 })
  if (kind === 'bookTicker') return market.bookTicker$(symbol)
  if (kind === 'trade') return market.trade$(symbol)
  if (kind === 'aggTrade') return market.aggTrade$(symbol)
  return market.kline$(symbol, kind.replace('kline_', '') as Freq)
}

/** The identity of a frame, from its payload and from its event. */
const ofFrame = (text: string): unknown[] => {
  const { data: d } = JSON.parse(text) as Recorded
  return d['e'] === 'kline'
    ? [d['s'], d['E'], Number((d['k'] as { c: string }).c)]
    : [d['s'], d['u'] ?? d['t'] ?? d['a'], Number(d['p'] ?? (Array.isArray(d['b']) ? d['b'].length : d['b']))]
}

const ofEvent = (event: MarketEvent): unknown[] => {
  switch (event.type) {
    case 'depthDiff':
      return [event.symbol, event.lastUpdateId, event.bids.length]
    case 'bookTicker':
      return [event.symbol, event.updateId, event.bidPrice]
    case 'trade':
      return [event.symbol, event.tradeId, event.price]
    case 'aggTrade':
      return [event.symbol, event.aggregateTradeId, event.price]
    case 'kline':
      return [event.symbol, event.eventTime, event.closePrice]
    default:
      throw new Error(`a ${event.type} is not in the recordings`)
  }
}

describeRecordings('the recordings', () => {
  describe.each(recordings)('%s', (file, count) => {
    it(`arrives completely and in order: ${count} frames`, async () => {
      const { scheduler, exchange, market, errors } = createWorld()
      const recorded = framesOf(file)
      const tape = await exchange.playback(recordingOf(file), { speed: 60, waitFor: 'all' })
      const events: MarketEvent[] = []
      const streams = tape.streams.map(stream => channel$(market, stream))
      merge(...streams).subscribe(event => events.push(event))
      scheduler.advanceBy(tape.duration / 60 + 10_000)
      expect(recorded.length).toBe(count)
      expect(events.map(ofEvent)).toEqual(recorded.map(ofFrame))
      expect(errors).toEqual([])
    })

    it('arrives over a real socket at full speed', async () => {
      const exchange = createExchange()
      const { url } = await exchange.listen(0)
      const tape = await exchange.playback(recordingOf(file), { speed: Infinity, waitFor: 'all' })
      const market = binance({ url })
      const errors: unknown[] = []
      market.errors$.subscribe(error => errors.push(error))
      const events = await firstValueFrom(
        merge(...tape.streams.map(stream => channel$(market, stream))).pipe(take(count), toArray()),
      )
      expect(events.map(ofEvent)).toEqual(framesOf(file).map(ofFrame))
      expect(errors).toEqual([])
      await market.close()
      await exchange.close()
    }, 30_000)
  })
})
