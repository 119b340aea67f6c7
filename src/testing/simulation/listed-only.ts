/** Rejects symbols that the simulated exchange does not list: their streams would stay silent, and a strategy on one pass every test. */
import type { Feed } from '../../feed.js'
import { InvalidChannelError } from '../../model/errors/channel-errors.js'
import { defaultSymbols, type SymbolOptions } from '../../simulator/index.js'
import { nearestName } from '../../validation/nearest-name.js'

/** Returns `feed` with a `channel$` that throws `INVALID_CHANNEL` for other symbols than those listed. */
export function listedOnly<N>(
  feed: Feed<N>,
  symbols: readonly (string | SymbolOptions)[] = defaultSymbols,
): Feed<N> {
  const listed = symbols.map(each => (typeof each === 'string' ? each : each.symbol).toUpperCase())
  const isListed = new Set(listed)
  return {
    ...feed,
    channel$: channel => {
      if (!('symbol' in channel) || isListed.has(channel.symbol)) return feed.channel$(channel)
      const { kind, symbol } = channel
      const meant = nearestName(symbol, listed)
      throw new InvalidChannelError(
        kind,
        `the simulated exchange does not list ${symbol}${meant === undefined ? '' : ` (did you mean ${meant}?)`}; ` +
          `it lists ${listed.join(', ')}. Add it to \`symbols\` of simulate`,
      )
    },
  }
}
