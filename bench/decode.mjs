/**
 * `npm run bench:decode [-- --kinds trade,kline --rounds 61 --write]`: what it costs to make an event of a frame's text, without any
 * socket. Per kind, 600 different frames of one stream are decoded in each of these ways, a slice of each in turn, so that a noisy
 * neighbour harms all alike:
 *
 * - `JSON.parse` alone: decimals stay text, nothing is checked;
 * - ours, as the venue ships it, with decimals as numbers and with `numeric: String`;
 * - unchecked: `JSON.parse` and our own mapping to the event, as a careful client without validation would do;
 * - io-ts: `JSON.parse`, the codec and the mapping, which is what ours falls back on.
 *
 * Told is processor time, garbage collection included: the median slice, and the median of its ratios to the slice of the same round
 * with `JSON.parse`, with their quartiles. All kinds run in one process, as in an application that uses them all. The last 256 results
 * are kept, so that none is optimised away and some outlive a collection. Before anything is timed, ours must equal io-ts's answer.
 *
 * `--write` puts the table into RESULTS.md.
 */
import { deepStrictEqual } from 'node:assert'
import { parseArgs } from 'node:util'
import { decoder } from '../dist/esm/codec/decoder.js'
import * as events from '../dist/esm/venues/binance/events.js'
import { spot } from '../dist/esm/venues/binance/spot.js'
import * as wire from '../dist/esm/venues/binance/wire.js'
import { frames } from './frames/frames.mjs'
import { kinds, symbols } from './frames/kinds.mjs'
import { median, quantile, ratios } from './statistics.mjs'
import { place, table } from './table.mjs'

const FRAMES = 600
const SLICE_MILLISECONDS = 10
const KEPT = 256
const TARGET = 2

const codecs = {
  trade: wire.Trade,
  aggTrade: wire.AggTrade,
  bookTicker: wire.BookTicker,
  ticker: wire.Ticker,
  miniTicker: wire.MiniTicker,
  kline: wire.Kline,
  avgPrice: wire.AvgPrice,
  depth: wire.Depth,
  depthDiff: wire.DepthDiff,
}

const { values: flags } = parseArgs({
  options: {
    kinds: { type: 'string', default: Object.keys(codecs).join() },
    rounds: { type: 'string', default: '61' },
    write: { type: 'boolean', default: false },
  },
})

const kept = new Array(KEPT)
const cases = flags.kinds.split(',').map(prepare)
const routing = prepareRouting()
const all = [...cases.flatMap(each => each.ways), ...routing]

for (const way of all) way.slice = sliceOf(way)
for (let round = 0; round < Number(flags.rounds); round++) {
  for (const way of all) way.costs.push(cost(way))
}

const told = [report(), reportRouting()].join('\n\n')
console.log(told)
if (flags.write) await place(new URL('RESULTS.md', import.meta.url), 'decode', told)

function prepare(kind) {
  const codec = codecs[kind]
  if (codec === undefined)
    throw new Error(`unknown kind "${kind}": choose of ${Object.keys(codecs).join(', ')}`)
  const [symbol] = symbols(1)
  const channel = kinds[kind].channel(symbol)
  const texts = frames(kind, symbol, { count: FRAMES, seed: 1, levels: 40 })
  const slow = decoder({
    channel,
    codec,
    payloadKey: 'data',
    toEvent: (payload, receivedAt) => events[kind](payload, receivedAt, Number, channel),
  })
  const ours = spot.decoder(channel, Number)
  for (const text of texts) deepStrictEqual(ours(text, 1), slow(text, 1))
  if (ours(texts[0], 1)._tag !== 'Right') throw new Error(`the frames of ${kind} are not decoded`)
  const ways = [
    way(texts, text => JSON.parse(text)),
    way(texts, ours),
    way(texts, spot.decoder(channel, String)),
    way(texts, (text, receivedAt) => events[kind](JSON.parse(text).data, receivedAt, Number, channel)),
    way(texts, slow),
  ]
  const bytes = texts.reduce((total, { length }) => total + length, 0) / texts.length
  return { kind, bytes, ways }
}

/** Finding the stream of a frame among as many as a connection carries. */
function prepareRouting() {
  return [16, 1_024].map(count => {
    const names = symbols(count).map(kinds.trade.stream)
    const routes = new Map(names.map(name => [name, { name }]))
    const texts = symbols(count).flatMap((symbol, seed) =>
      frames('trade', symbol, { count: Math.ceil(FRAMES / count), seed }),
    )
    return { ...way(texts, text => routes.get(spot.peek(text))), count }
  })
}

function way(texts, read) {
  const run = slice => {
    for (let index = 0; index < slice; index++) kept[index % KEPT] = read(texts[index % texts.length], index)
  }
  return { run, costs: [], slice: 0 }
}

/** How many frames fill a slice, found when the code is warm. */
function sliceOf({ run }) {
  for (let trial = 1_000; ; trial *= 2) {
    const begun = process.cpuUsage()
    run(trial)
    const milliseconds = spent(begun) / 1e3
    if (milliseconds > 3 * SLICE_MILLISECONDS) return Math.ceil((trial * SLICE_MILLISECONDS) / milliseconds)
  }
}

/** Nanoseconds of processor time a frame. */
function cost({ run, slice }) {
  const begun = process.cpuUsage()
  run(slice)
  return (spent(begun) / slice) * 1e3
}

function spent(begun) {
  const { user, system } = process.cpuUsage(begun)
  return user + system
}

function report() {
  const rows = cases.map(({ kind, bytes, ways }) => {
    const [parse, ours, ...others] = ways.map(({ costs }) => costs)
    const gains = ratios(parse, ours)
    return [
      kind,
      bytes.toFixed(0),
      median(parse).toFixed(0),
      median(ours).toFixed(0),
      `${median(gains) >= TARGET ? '**' : ''}${median(gains).toFixed(2)}×${median(gains) >= TARGET ? '**' : ''}`,
      `${quantile(gains, 0.25).toFixed(2)}–${quantile(gains, 0.75).toFixed(2)}`,
      ...others.map(costs => `${median(costs).toFixed(0)} (${median(ratios(parse, costs)).toFixed(2)}×)`),
    ]
  })
  const head = ['kind', 'bytes', '`JSON.parse`, ns', 'ours, ns', 'faster', 'quartiles']
  return table([...head, 'ours, `String`', 'unchecked', 'io-ts'], rows)
}

function reportRouting() {
  const told = routing.map(
    ({ count, costs }) => `${median(costs).toFixed(0)} ns among ${count.toLocaleString('en')}`,
  )
  return `Finding a trade's stream, \`peek\` and a Map look-up: ${told.join(', ')} streams.`
}
