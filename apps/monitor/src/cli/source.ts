/** Sources of events: Binance, another address, the embedded exchange, or a recording. */
import { basename } from 'node:path'
import { binance, type Market } from 'rxmarket'
import { createExchange, defaultSymbols } from 'rxmarket/simulator'
import { from, map, NEVER, type Observable } from 'rxjs'
import { CliError, USAGE_ERROR } from '../cli-error.js'
import { parseStreamName, channelsOf, DEFAULT_SYMBOLS, type SymbolChannel } from '../state/channels.js'
import { type Settings } from './flags.js'
import { type PlaybackCounts } from '../ui/renderer.js'

export interface Source {
  readonly market: Market
  readonly channels: readonly SymbolChannel[]
  /** Display name. */
  readonly name: string
  readonly isRecorded: boolean
  /** Emits once, when the source is exhausted. */
  readonly ended$: Observable<PlaybackCounts>
  /** Counts of a recording so far; undefined for other sources. */
  played(): PlaybackCounts | undefined
  close(): Promise<void>
}

/** The monitor waits out an outage, however long it takes. */
const options = { reconnect: { maxAttempts: Infinity, maxDelay: 15_000 }, connectTimeout: 10_000 }

export async function openSource({ source, symbols, book }: Settings): Promise<Source> {
  const wanted = book !== undefined ? [book] : symbols.length === 0 ? DEFAULT_SYMBOLS : symbols
  switch (source.kind) {
    case 'live':
      return remote(binance(options), 'Binance', wanted)
    case 'url':
      return remote(binance({ ...options, ...at(source.url) }), source.url, wanted)
    case 'embedded':
      return embedded(source.seed, wanted)
    case 'capture':
      return recording(source.file, source.speed, symbols)
  }
}

/**
 * An exchange with the same protocol serves its REST where its streams are; Binance's own addresses
 * are known.
 */
function at(url: string): { readonly url: string; readonly restUrl?: string } {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || /(^|\.)binance\.\w+$/.test(address.hostname)) return { url }
  return { url, restUrl: `${address.protocol.replace('ws', 'http')}//${address.host}` }
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

/** Opens the embedded exchange on a real socket. */
async function embedded(seed: number, symbols: readonly string[]): Promise<Source> {
  check(symbols, defaultSymbols, 'listed by the embedded exchange; it lists')
  const exchange = createExchange({ seed })
  const { url } = await exchange.listen(0)
  const market = binance({ ...options, ...at(url) })
  return {
    ...remote(market, `the embedded exchange, ${url}`, symbols),
    close: () => market.close().then(() => exchange.close()),
  }
}

/** Plays a file through the embedded exchange and subscribes to the streams that it contains. */
async function recording(file: string, speed: number, symbols: readonly string[]): Promise<Source> {
  const exchange = createExchange({ symbols: [] })
  const playback = await exchange.playback(file, { speed })
  check(symbols, playback.symbols, `in ${file}; it has`)
  const channels = playback.streams
    .flatMap(stream => parseStreamName(stream) ?? [])
    .filter(channel => symbols.length === 0 || symbols.includes(channel.symbol))
  if (channels.length === 0) throw new CliError(`${file} contains no stream that the monitor shows`)
  const { url } = await exchange.listen(0)
  const market = binance({ ...options, url })
  const played = () => ({ frames: playback.frames, delivered: playback.delivered })
  return {
    market,
    channels,
    name: `${basename(file)}, ${speed === 1 ? 'as recorded' : `${speed} times as fast`}`,
    isRecorded: true,
    ended$: from(playback.done).pipe(map(played)),
    played,
    close: () => market.close().then(() => exchange.close()),
  }
}

function check(wanted: readonly string[], listed: readonly string[], context: string): void {
  const unknown = wanted.filter(symbol => !listed.includes(symbol))
  if (unknown.length > 0) {
    throw new CliError(
      `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not ${context} ${listed.join(', ')}`,
      USAGE_ERROR,
    )
  }
}
