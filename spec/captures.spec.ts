/** What the exchange really sent, played through the embedded exchange to a Market. The recordings stay where they are. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { firstValueFrom, merge, type Observable, take, toArray } from 'rxjs'
import { binance, type Freq, type Market, type MarketEvent } from '../src/index.js'
import { createExchange } from '../src/simulator/index.js'
import { createWorld } from './world.js'

const folder = resolve(__dirname, '../../shared/captures')

interface Recorded {
  stream: string
  data: Record<string, unknown>
}

/** The stream frames of a file, read independently of the exchange. */
function framesOf(file: string): Recorded[] {
  const bytes = readFileSync(resolve(folder, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString()
    .split('\n')
    .flatMap(line => {
      const json = line.slice(line.indexOf('{'))
      const frame = json.startsWith('{') ? (JSON.parse(json) as Partial<Recorded>) : {}
      return frame.stream === undefined ? [] : [frame as Recorded]
    })
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

/** What tells one frame from another: from the payload, and from the event made of it. */
const ofFrame = ({ data: d }: Recorded): unknown[] =>
  d['e'] === 'kline'
    ? [d['s'], d['E'], Number((d['k'] as { c: string }).c)]
    : [d['s'], d['u'] ?? d['t'] ?? d['a'], Number(d['p'] ?? (Array.isArray(d['b']) ? d['b'].length : d['b']))]

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

const recordings = [
  ['binance-spot-20240808-btcusdt.gz', 41_248],
  ['binance-spot-20211012.ws.txt', 265],
] as const

if (existsSync(folder)) {
  describe.each(recordings)('%s', (file, count) => {
    it(`arrives whole, in order, none rejected: ${count} frames`, async () => {
      const { scheduler, exchange, market, errors } = createWorld()
      const recorded = framesOf(file)
      const tape = await exchange.playback(resolve(folder, file), { speed: 60, waitFor: 'all' })
      const events: MarketEvent[] = []
      const streams = tape.streams.map(stream => channel$(market, stream))
      merge(...streams).subscribe(event => events.push(event))
      scheduler.advanceBy(tape.duration / 60 + 10_000)
      expect(recorded.length).toBe(count)
      expect(events.map(ofEvent)).toEqual(recorded.map(ofFrame))
      expect(errors).toEqual([])
    })

    it('arrives over a real socket as fast as it can', async () => {
      const exchange = createExchange()
      const { url } = await exchange.listen(0)
      const tape = await exchange.playback(resolve(folder, file), { speed: Infinity, waitFor: 'all' })
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
} else {
  describe('the recordings', () => {
    it(`are not here: ${folder} does not exist, so nothing was played`, () => {
      expect(existsSync(folder)).toBe(false)
    })
  })
}
