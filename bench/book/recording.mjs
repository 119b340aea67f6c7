/** The recorded diffs of BTCUSDT and the snapshot that they continue, from ../shared/captures. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const RECORDING = new URL('../../../shared/captures/binance-spot-20240808-btcusdt.gz', import.meta.url)

/** The snapshot as REST answers it, and the combined frames of the diffs after it, as text. */
export function recording() {
  const lines = gunzipSync(readFileSync(RECORDING))
    .toString()
    .split('\n')
    .filter(line => line.includes('{'))
    .map(line => line.slice(line.indexOf('{')))
  const snapshotText = lines.find(line => !line.startsWith('{"stream"'))
  const snapshot = JSON.parse(snapshotText)
  const frames = lines.filter(
    line =>
      line.startsWith('{"stream":"btcusdt@depth@100ms"') && JSON.parse(line).data.u > snapshot.lastUpdateId,
  )
  return { snapshot, snapshotText, frames }
}

export const toNumbers = list => list.map(([price, quantity]) => [Number(price), Number(quantity)])
