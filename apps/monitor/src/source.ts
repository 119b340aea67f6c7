/** Sources: where the events come from, opened and closed as one thing. */
import { basename } from 'node:path'
import { binance, type Market } from 'rxmarket'
import { createExchange, defaultSymbols } from 'rxmarket/simulator'
import { from, map, NEVER, type Observable } from 'rxjs'
import { Failure, USAGE } from './core/failure.js'
import { channelOfStream, channelsOf, DEFAULT_SYMBOLS, type SymbolChannel } from './core/plan.js'
import { type Settings } from './flags.js'
import { type Played } from './summary.js'

export interface Source {
  readonly market: Market
  readonly channels: readonly SymbolChannel[]
  /** What a person calls it. */
  readonly name: string
  readonly isRecorded: boolean
  /** Emits once, when the source has no more to say. */
  readonly ended$: Observable<Played>
  /** What was played so far, of a recording. */
  played(): Played | undefined
  close(): Promise<void>
}

/** A monitor stays: once it was live, it waits for its exchange as long as that takes. */
const options = { reconnect: { maxAttempts: Infinity, maxDelay: 15_000 }, connectTimeout: 10_000 }

export async function openSource({ origin, symbols }: Settings): Promise<Source> {
  const wanted = symbols.length === 0 ? DEFAULT_SYMBOLS : symbols
  switch (origin.from) {
    case 'live':
      return remote(binance(options), 'Binance', wanted)
    case 'url':
      return remote(binance({ ...options, url: origin.url }), origin.url, wanted)
    case 'embedded':
      return embedded(origin.seed, wanted)
    case 'capture':
      return recording(origin.file, origin.speed, symbols)
  }
}

const remote = (market: Market, name: string, symbols: readonly string[]): Source => ({
  market,
  channels: channelsOf(symbols),
  name,
  isRecorded: false,
  ended$: NEVER,
  played: () => undefined,
  close: () => market.close(),
})

/** Over a real socket, as a newcomer would use it. */
async function embedded(seed: number, symbols: readonly string[]): Promise<Source> {
  check(symbols, defaultSymbols, 'listed by the embedded exchange; it lists')
  const exchange = createExchange({ seed })
  const { url } = await exchange.listen(0)
  const market = binance({ ...options, url })
  return {
    ...remote(market, `the embedded exchange, ${url}`, symbols),
    close: () => market.close().then(() => exchange.close()),
  }
}

/** A file through the embedded exchange, subscribed to what it holds. */
async function recording(file: string, speed: number, symbols: readonly string[]): Promise<Source> {
  const exchange = createExchange({ symbols: [] })
  const tape = await exchange.playback(file, { speed })
  check(symbols, tape.symbols, `in ${file}; it has`)
  const channels = tape.streams
    .flatMap(stream => channelOfStream(stream) ?? [])
    .filter(channel => symbols.length === 0 || symbols.includes(channel.symbol))
  if (channels.length === 0) throw new Failure(`${file} holds no stream that the monitor shows`)
  const { url } = await exchange.listen(0)
  const market = binance({ ...options, url })
  const played = () => ({ frames: tape.frames, delivered: tape.delivered })
  return {
    market,
    channels,
    name: `${basename(file)}, ${speed === 1 ? 'as recorded' : `${speed} times as fast`}`,
    isRecorded: true,
    ended$: from(tape.done).pipe(map(played)),
    played,
    close: () => market.close().then(() => exchange.close()),
  }
}

function check(wanted: readonly string[], listed: readonly string[], notThere: string): void {
  const unknown = wanted.filter(symbol => !listed.includes(symbol))
  if (unknown.length > 0) {
    throw new Failure(
      `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not ${notThere} ${listed.join(', ')}`,
      USAGE,
    )
  }
}
