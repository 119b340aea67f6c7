/** Table of the targets of the whole path and what was measured. */
import { peers } from '../clients.mjs'
import { titleOf } from '../matrix.mjs'
import { median } from '../statistics.mjs'
import { table } from '../table.mjs'
import { costOf, range, ratiosTo } from './matrix.mjs'

const KINDS = ['trade', 'aggTrade', 'bookTicker', 'depthDiff']

export function reportTargets(cells) {
  const find = (client, kind, streams) =>
    cells.find(
      ({ client: name, source }) => name === client && source.kind === kind && source.streams === streams,
    )
  const rows = KINDS.flatMap(kind => [
    line('the baseline', 0.7, find('ours', kind, 50), find('baseline', kind, 50)),
    line('the baseline', 0.9, find('ours', kind, 1_024), find('baseline', kind, 1_024)),
    line('the fastest peer', 0.6, find('ours', kind, 50), fastest(peers.map(name => find(name, kind, 50)))),
    line('itself at 16 streams', 1.3, find('ours', kind, 1_024), find('ours', kind, 16)),
  ])
  return table(
    ['rxmarket relative to …', 'source', 'at most', 'measured', 'reached'],
    rows.filter(Boolean),
    2,
  )
}

function line(reference, limit, cell, base) {
  const ratios = ratiosTo(cell, base)
  if (ratios.length === 0) return undefined
  return [reference, titleOf(cell.source), limit, range(ratios), median(ratios) <= limit ? 'yes' : 'no']
}

/** The cell with the lowest cost of an event. */
function fastest(cells) {
  const measured = cells.filter(cell => cell?.rounds.length > 0)
  const cost = cell => median(cell.rounds.map(costOf))
  return measured.reduce(
    (least, cell) => (least === undefined || cost(cell) < cost(least) ? cell : least),
    undefined,
  )
}
