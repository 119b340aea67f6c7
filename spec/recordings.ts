/**
 * Recordings of the real exchange, beside the repository. Specs that need them are skipped, and
 * listed, where they are missing.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { channelOf as channelOfName } from '../scripts/gaps/channel-of.js'
import type { Channel } from '../src/index.js'

const folder = resolve(__dirname, '../../shared/captures')

/** Each file, and how many stream frames it has. */
export const recordings = [
  ['binance-spot-20240808-btcusdt.gz', 41_248],
  ['binance-spot-20211012.ws.txt', 265],
] as const

export const recordingOf = (file: string): string => resolve(folder, file)

/** The channel of a stream of a recording. */
export function channelOf(stream: string): Channel {
  const channel = channelOfName(stream)
  if (channel === undefined) throw new Error(`no channel is known for ${stream}`)
  return channel
}

/** The texts of the stream frames of a recording, read independently of the exchange. */
export function framesOf(file: string): string[] {
  return linesOf(file)
    .map(line => line.slice(line.indexOf('{')))
    .filter(json => json.startsWith('{"stream":'))
}

/**
 * The text of the first order book snapshot in a recording; with several symbols, that of `symbol`.
 */
export function snapshotOf(file: string, symbol: string): string {
  const lines = linesOf(file).filter(line => line.includes('"lastUpdateId"') && !line.includes('"stream"'))
  const line = lines.find(each => each.includes(`symbol=${symbol}&`)) ?? lines[0] ?? ''
  return line.slice(line.indexOf('{'))
}

function linesOf(file: string): string[] {
  const bytes = readFileSync(recordingOf(file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n')
}

/**
 * `describe` for specs that need the recordings; without them `body`, which may read them at once,
 * is not called.
 */
export function describeRecordings(title: string, body: () => void): void {
  if (existsSync(folder)) describe(title, body)
  else describe.skip(title, () => it(`needs the recordings in ${folder}`, () => undefined))
}
