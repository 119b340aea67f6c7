/** Tables of clients and sources, one for each quantity. */
import { clients } from '../clients.mjs'
import { titleOf } from '../matrix.mjs'
import { median } from '../statistics.mjs'
import { table } from '../table.mjs'

/** Microseconds of processor time for each event that was sent, whether or not it was delivered. */
export const costOf = ({ microseconds, events, delivered, sent }) =>
  (microseconds / events) * (delivered / sent)

/**
 * By round, the cost of a client's event relative to another's on the same source; empty where
 * either was not measured.
 */
export function ratiosTo(cell, base) {
  const rounds = Math.min(cell?.rounds.length ?? 0, base?.rounds.length ?? 0)
  return Array.from({ length: rounds }, (_, round) => costOf(cell.rounds[round]) / costOf(base.rounds[round]))
}

export function reportMatrix(cells, names, sources) {
  const find = (client, source) => cells.find(cell => cell.client === client && cell.source === source)
  const head = ['', ...sources.map(titleOf)]
  const grid = (title, cellOf) => {
    const rows = names.map(name => [
      clients[name].title,
      ...sources.map(source => cellOf(find(name, source))),
    ])
    return `${title}\n\n${table(head, rows)}`
  }
  const each = (digits, of) => cell =>
    cell.rounds.length === 0 ? '–' : median(cell.rounds.map(of)).toFixed(digits)
  return [
    grid(
      'Processor time an event, relative to the baseline in the same round: median (lowest to highest)',
      cell => range(ratiosTo(cell, find('baseline', cell.source))),
    ),
    grid('Processor time an event, µs', each(2, costOf)),
    grid(
      'Events a second, thousands',
      each(0, ({ events, milliseconds }) => events / milliseconds),
    ),
    grid(
      'Bytes allocated an event',
      each(0, ({ allocated, events }) => allocated / events),
    ),
    grid(
      'Pauses of the garbage collector, % of the time',
      each(1, ({ collecting, milliseconds }) => collecting / milliseconds / 10),
    ),
    grid(
      'Peak memory, MB',
      each(0, ({ peak }) => peak / 1e6),
    ),
    remarks(cells),
  ].join('\n\n')
}

export function range(ratios) {
  if (ratios.length === 0) return '–'
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)]
  return `${median(ratios).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}

/** Notes on the figures: missing figures, lost events, idle clients. */
function remarks(cells) {
  const lines = cells.flatMap(cell => {
    const { client, source, rounds, reason } = cell
    const where = `${clients[client].title}, ${titleOf(source)}`
    if (reason !== undefined) return [`- ${where}: – ${reason}`]
    const share = median(rounds.map(({ delivered, sent }) => delivered / sent))
    const cost = median(rounds.map(({ microseconds, events }) => microseconds / events))
    const busy = median(rounds.map(({ utilization }) => utilization))
    return [
      ...(share < 1
        ? [
            `- ${where}: delivers ${(share * 100).toPrecision(3)} % of the events; one delivered costs ${cost.toFixed(2)} µs`,
          ]
        : []),
      ...(busy < 0.95
        ? [`- ${where}: waited for the feed ${((1 - busy) * 100).toFixed(0)} % of the time`]
        : []),
    ]
  })
  return lines.join('\n')
}
