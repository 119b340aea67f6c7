/**
 * `npm run bench:decode [-- --kinds trade,kline --rounds 61 --write]`: what it costs to make an
 * event of a frame's text, without any socket. For each kind, 600 different frames of one stream
 * are decoded in each of these ways, a slice of each in turn, so that other load affects all alike:
 *
 * - `JSON.parse` alone: decimals stay text, nothing is checked;
 * - ours, as the venue ships it, from text, as a browser's socket hands it over; from the bytes
 *   that `ws` hands over; from text with `numeric: String`; and interpreted, as where no code may
 *   be made;
 * - io-ts: `JSON.parse`, the codec, the conversion and the mapping: the fallback of ours.
 *
 * The report shows processor time, garbage collection included: the median slice, and the median of
 * its ratios to the slice of the same round with `JSON.parse`, with their quartiles. All kinds run
 * in one process, as in an application that uses them all. The last 256 results are kept, so that
 * none is optimised away and some outlive a collection. Before anything is timed, ours must equal
 * io-ts's answer.
 *
 * `--write` puts the table into RESULTS.md.
 */
import { deepStrictEqual } from 'node:assert'
import { Buffer } from 'node:buffer'
import { parseArgs } from 'node:util'
import { Frame } from '../dist/esm/codec/frame.js'
import { StreamTable } from '../dist/esm/streams/stream-table.js'
import { decoderFactory } from '../dist/esm/venues/binance/channel-kind.js'
import * as spotChannels from '../dist/esm/venues/binance/spot-channels.js'
import { spot } from '../dist/esm/venues/binance/spot.js'
import { frames } from './frames/frames.mjs'
import { kinds, symbols } from './frames/kinds.mjs'
import { median, quantile, ratios } from './statistics.mjs'
import { place, table } from './table.mjs'

const FRAMES = 600
const SLICE_MILLISECONDS = 10
const KEPT = 256
const TARGET = 2

const KINDS = [
  'trade',
  'aggTrade',
  'bookTicker',
  'ticker',
  'miniTicker',
  'kline',
  'avgPrice',
  'depth',
  'depthDiff',
]

const { values: flags } = parseArgs({
  options: {
    kinds: { type: 'string', default: KINDS.join() },
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

const output = [report(), reportRouting()].join('\n\n')
console.log(output)
if (flags.write) await place(new URL('RESULTS.md', import.meta.url), 'decode', output)

function prepare(kind) {
  if (!KINDS.includes(kind)) throw new Error(`unknown kind "${kind}": choose of ${KINDS.join(', ')}`)
  const [symbol] = symbols(1)
  const channel = kinds[kind].channel(symbol)
  const texts = frames(kind, symbol, { count: FRAMES, seed: 1, levels: 40 })
  const frame = new Frame()
  const decoding = (numeric, mode) => {
    let decoded
    const keep = result => (decoded = result)
    const decoder = decoderFactory(spotChannels, numeric, mode)(channel, { event: keep, error: keep })
    return (data, receivedAt) => {
      frame.load(data)
      decoder.decode(frame, receivedAt)
      return decoded
    }
  }
  const ours = decoding(Number, 'compiled')
  const strict = decoding(Number, 'strict')
  for (const text of texts) deepStrictEqual(ours(text, 1), strict(text, 1))
  const ways = [
    way(texts, text => JSON.parse(text)),
    way(texts, ours),
    way(
      texts.map(text => Buffer.from(text)),
      ours,
    ),
    way(texts, decoding(String, 'compiled')),
    way(texts, decoding(Number, 'interpreted')),
    way(texts, strict),
  ]
  const bytes = texts.reduce((total, { length }) => total + length, 0) / texts.length
  return { kind, bytes, ways }
}

/** Finds the stream of a frame among as many as a connection carries. */
function prepareRouting() {
  return [16, 1_024].map(count => {
    const names = symbols(count).map(kinds.trade.stream)
    const routes = new StreamTable()
    for (const name of names) routes.set(name, { name })
    const frame = new Frame()
    const texts = symbols(count).flatMap((symbol, seed) =>
      frames('trade', symbol, { count: Math.ceil(FRAMES / count), seed }),
    )
    const find = bytes => {
      frame.load(bytes)
      return routes.find(bytes, spot.streamNameStart, spot.findStreamNameEnd(frame))
    }
    return {
      ...way(
        texts.map(text => Buffer.from(text)),
        find,
      ),
      count,
    }
  })
}

function way(texts, read) {
  const run = slice => {
    for (let index = 0; index < slice; index++) kept[index % KEPT] = read(texts[index % texts.length], index)
  }
  return { run, costs: [], slice: 0 }
}

/** The number of frames in a slice, determined once the code is warm. */
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
  return table([...head, 'from bytes', '`String`', 'interpreted', 'io-ts'], rows)
}

function reportRouting() {
  const output = routing.map(
    ({ count, costs }) => `${median(costs).toFixed(0)} ns among ${count.toLocaleString('en')}`,
  )
  return `Finding a trade's stream, \`findStreamNameEnd\` and a Map look-up: ${output.join(', ')} streams.`
}
