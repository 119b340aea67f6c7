/**
 * `npm run bench:paired -- --against DIR [flags]`: the cost of an event in this checkout relative
 * to a sibling checkout. Both run in every round, one after the other against the same feed at
 * maximum rate, in alternating order: other load affects both alike. The ratio of a round is the
 * processor time of an event here by that there; reported are the median and the quartiles. Both
 * are transpiled from their sources in the same way, so neither needs to be built. Fails where the
 * median of all kinds exceeds the limit.
 *
 * --kinds trade,bookTicker,depthDiff   --streams 50   --rounds 15   --warmup 0.6   --seconds 0.8
 * --limit 1.03
 */
import { parseArgs } from 'node:util'
import { library, root } from './library.mjs'
import { progress } from './matrix.mjs'
import { startFeed } from './processes.mjs'
import { costOf } from './report/matrix.mjs'
import { median, quantile, ratios } from './statistics.mjs'
import { table } from './table.mjs'

const { values: flags } = parseArgs({
  options: {
    against: { type: 'string' },
    kinds: { type: 'string', default: 'trade,bookTicker,depthDiff' },
    streams: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '15' },
    warmup: { type: 'string', default: '0.6' },
    seconds: { type: 'string', default: '0.8' },
    limit: { type: 'string', default: '1.03' },
  },
})
if (flags.against === undefined) {
  console.error('--against is missing: the checkout to compare with, such as ../base')
  process.exit(2)
}

const checkouts = [root, flags.against]
const libraries = await Promise.all(checkouts.map(library))
const times = { warmup: Number(flags.warmup), seconds: Number(flags.seconds) }
const kinds = flags.kinds.split(',').map(kind => ({ kind, costs: [[], []] }))

for (let round = 0; round < Number(flags.rounds); round++) {
  for (const { kind, costs } of kinds) {
    const feed = await startFeed(kind, Number(flags.streams))
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      progress(`round ${round + 1} of ${flags.rounds}, ${kind}: ${checkouts[index]}`)
      const measured = await feed.run('ours', {
        ...times,
        library: libraries[index],
      })
      costs[index].push(costOf(measured))
    }
    feed.stop()
  }
}
progress('')

const pairs = kinds.map(({ kind, costs: [here, there] }) => ({
  kind,
  here,
  there,
  ratios: ratios(here, there),
}))
const rows = pairs.map(({ kind, here, there, ratios: all }) => [
  `${kind} × ${flags.streams}`,
  median(here).toFixed(3),
  median(there).toFixed(3),
  median(all).toFixed(3),
  `${quantile(all, 0.25).toFixed(3)} to ${quantile(all, 0.75).toFixed(3)}`,
])
console.log(table(['', 'µs an event here', 'there', 'ratio', 'quartiles'], rows))
const total = median(pairs.flatMap(pair => pair.ratios))
console.log(
  `\nMedian ratio of all: ${total.toFixed(3)}, at most ${flags.limit}. Below 1, this checkout is faster.`,
)
if (total > Number(flags.limit)) process.exitCode = 1
