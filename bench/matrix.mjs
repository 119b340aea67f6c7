/** Measures the cost of each client on each source at its maximum rate. */
import { clients } from './clients.mjs'
import { hasCapture } from './frames/tape.mjs'
import { startFeed } from './processes.mjs'

/**
 * A cell a client and source: `{ client, source, rounds }`, or `{ …, reason }` where there is
 * nothing to measure.
 */
export async function measureMatrix(names, sources, { runs, ...measure }) {
  const cells = sources.flatMap(source =>
    names.map(client => ({ client, source, rounds: [], reason: reasonOf(client, source) })),
  )
  for (let round = 0; round < runs; round++) {
    for (const source of sources) {
      const due = cells.filter(cell => cell.source === source && cell.reason === undefined)
      if (due.length === 0) continue
      const feed = await startFeed(source.kind, source.streams)
      for (const cell of rotated(due, round)) {
        progress(`round ${round + 1} of ${runs}, ${titleOf(source)}: ${cell.client}`)
        try {
          cell.rounds.push(await feed.run(cell.client, measure))
        } catch (error) {
          console.error(error.message)
          cell.reason = 'failed'
        }
      }
      feed.stop()
    }
  }
  progress('')
  return cells
}

export const titleOf = ({ kind, streams }) =>
  kind === 'capture' ? 'recorded' : `${kind} × ${streams.toLocaleString('en')}`

/** Why a client does not take part. */
function reasonOf(client, { kind }) {
  if (kind === 'capture' && !hasCapture()) return 'no recording in ../shared/captures'
  const { cannot = {} } = clients[client]
  return kind === 'capture' ? Object.values(cannot)[0] : cannot[kind]
}

/** Every round begins with another client. */
const rotated = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]

export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
