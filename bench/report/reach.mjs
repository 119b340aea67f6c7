/** The targets of the whole path, and what was measured. */
import { peers } from '../clients.mjs'
import { titleOf } from '../matrix.mjs'
import { median } from '../statistics.mjs'
import { table } from '../table.mjs'
import { costOf, range, ratiosTo } from './matrix.mjs'

const KINDS = ['trade', 'aggTrade', 'bookTicker', 'depthDiff']

export function reportReach(cells) {
  const find = (client, kind, streams) =>
    cells.find(
      ({ client: name, source }) => name === client && source.kind === kind && source.streams === streams,
    )
  const rows = KINDS.flatMap(kind => [
    line('the floor', 0.7, find('ours', kind, 50), find('floor', kind, 50)),
    line('the floor', 0.9, find('ours', kind, 1_024), find('floor', kind, 1_024)),
    line('the fastest peer', 0.6, find('ours', kind, 50), fastest(peers.map(name => find(name, kind, 50)))),
    line('itself at 16 streams', 1.3, find('ours', kind, 1_024), find('ours', kind, 16)),
  ])
  return table(['rxmarket beside …', 'source', 'at most', 'measured', 'reached'], rows.filter(Boolean), 2)
}

function line(whom, most, cell, base) {
  const ratios = ratiosTo(cell, base)
  if (ratios.length === 0) return undefined
  return [whom, titleOf(cell.source), most, range(ratios), median(ratios) <= most ? 'yes' : 'no']
}

/** Of those that were measured, the one whose events cost least. */
function fastest(cells) {
  const measured = cells.filter(cell => cell?.rounds.length > 0)
  const cost = cell => median(cell.rounds.map(costOf))
  return measured.reduce(
    (least, cell) => (least === undefined || cost(cell) < cost(least) ? cell : least),
    undefined,
  )
}
