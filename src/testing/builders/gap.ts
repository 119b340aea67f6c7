/** Builder of gaps. */
import type { Gap } from '../../model/gap.js'

/**
 * Creates a {@link Gap}: what a lost connection has cost the trades of BTCUSDT, by default.
 *
 * ```ts
 * import { aGap } from 'rxmarket/testing'
 *
 * console.log(aGap({ missing: 3 }).channel.kind) // trade
 * ```
 */
export function aGap(known: Partial<Gap> = {}): Gap {
  return {
    type: 'gap',
    id: 1,
    channel: { kind: 'trade', symbol: 'BTCUSDT' },
    since: 0,
    until: known.since ?? 0,
    cause: 'disconnect',
    state: 'lost',
    ...known,
  }
}
