/**
 * The tape that a feed repeats: the frames of all its streams in one order, which no client can
 * learn. Made ones take turns at random; recorded ones come as they came.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { frames } from './frames.mjs'
import { kinds, symbols } from './kinds.mjs'
import { between, random } from './random.mjs'

const CAPTURE = new URL('../../../shared/captures/binance-spot-20240808-btcusdt.gz', import.meta.url)

/** Different frames of one stream; fewer where all streams together would exceed `MAX_FRAMES`. */
const FRAMES = 400
const MAX_FRAMES = { trade: 160_000, aggTrade: 160_000, bookTicker: 160_000, depthDiff: 30_000 }

/**
 * The channels that a source has, each with a stream name: `capture`, or so many symbols of one
 * kind.
 */
export function channels(kind, streams) {
  const [symbol] = symbols(1)
  if (kind === 'capture') return ['depthDiff', 'bookTicker', 'trade'].map(kind => ({ kind, symbol }))
  return symbols(streams).map(symbol => ({ kind, symbol }))
}

/** Whether the recorded frames exist: they are kept outside the repository. */
export const hasCapture = () => existsSync(CAPTURE)

/** All frames in order, each `{ stream, text }` with the text of a combined connection. */
export function tape(kind, streams) {
  return kind === 'capture' ? recorded() : made(kind, streams)
}

function made(kind, streams) {
  const count = Math.min(FRAMES, Math.floor(MAX_FRAMES[kind] / streams))
  const sources = symbols(streams).map((symbol, seed) => ({
    stream: kinds[kind].stream(symbol),
    texts: frames(kind, symbol, { count, seed: seed + 1 }),
  }))
  const next = random(streams)
  return Array.from({ length: count }, (_, index) => index).flatMap(index =>
    shuffled(sources, next).map(({ stream, texts }) => ({ stream, text: texts[index] })),
  )
}

/** In each round every stream has its turn, in another order each time. */
function shuffled(list, next) {
  const copy = [...list]
  for (let last = copy.length - 1; last > 0; last--) {
    const other = between(next, 0, last)
    ;[copy[last], copy[other]] = [copy[other], copy[last]]
  }
  return copy
}

function recorded() {
  return gunzipSync(readFileSync(CAPTURE))
    .toString()
    .split('\n')
    .map(line => line.slice(line.indexOf(' ') + 1))
    .filter(text => text.startsWith('{"stream":"'))
    .map(text => ({ stream: text.slice(11, text.indexOf('"', 11)), text }))
}
