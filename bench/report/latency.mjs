/** Tables of the age of events at their subscriber. */
import { clients } from '../clients.mjs'
import { median } from '../statistics.mjs'
import { table } from '../table.mjs'

export function reportLatency(cases) {
  const head = [
    'trade × 50, microseconds from write to subscriber',
    'frames a second',
    'p50',
    'p99',
    'p99.9',
    'CPU an event, µs',
  ]
  const part = isHalf =>
    table(
      head,
      cases
        .filter(each => each.isHalf === isHalf && each.rounds.length > 0)
        .map(({ client, rate, rounds }) => {
          const of = read => median(rounds.map(read))
          return [
            clients[client].title,
            rate.toLocaleString('en'),
            ...['p50', 'p99', 'p999'].map(name => of(({ ages }) => ages[name]).toLocaleString('en')),
            of(({ microseconds, events }) => microseconds / events).toFixed(2),
          ]
        }),
    )
  return [`All at the same rate:\n\n${part(false)}`, `Each at half of its maximum:\n\n${part(true)}`].join(
    '\n\n',
  )
}
