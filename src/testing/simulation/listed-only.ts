/**
 * Rejects symbols that the simulated exchange does not list: their streams would stay silent, and a
 * strategy on one pass every test.
 */
import type { Market } from '../../market.js'
import type { Channel } from '../../model/channel.js'
import { InvalidChannelError } from '../../model/errors/channel-errors.js'
import type { BackfillOptions, GapOptions } from '../../model/gap.js'
import { defaultSymbols, type SymbolOptions } from '../../simulator/index.js'
import { nearestName } from '../../validation/nearest-name.js'

/** The methods with one symbol or several as their first argument. */
const METHODS = [
  'ticker$',
  'miniTicker$',
  'rollingTicker$',
  'trade$',
  'aggTrade$',
  'blockTrade$',
  'kline$',
  'bookTicker$',
  'avgPrice$',
  'referencePrice$',
  'depth$',
  'depthDiff$',
  'book$',
] as const

type Method = (given: string | readonly string[], ...rest: unknown[]) => unknown

/**
 * Returns `market` with methods that throw `INVALID_CHANNEL` for other symbols than those listed.
 */
export function listedOnly<N>(
  market: Market<N>,
  symbols: readonly (string | SymbolOptions)[] = defaultSymbols,
): Market<N> {
  const listed = symbols.map(each => (typeof each === 'string' ? each : each.symbol).toUpperCase())
  const isListed = new Set(listed)
  const check = (kind: string, given: string | readonly string[]): void => {
    for (const symbol of [given].flat().map(each => each.toUpperCase())) {
      if (isListed.has(symbol)) continue
      const meant = nearestName(symbol, listed)
      throw new InvalidChannelError(
        kind,
        `the simulated exchange does not list ${symbol}${meant === undefined ? '' : ` (did you mean ${meant}?)`}; ` +
          `it lists ${listed.join(', ')}. Add it to \`symbols\` of simulate`,
      )
    }
  }
  const checked = METHODS.map(name => {
    const methods = market as unknown as Readonly<Record<string, Method>>
    const checking: Method = (given, ...rest) => {
      // First, as it checks that symbols are given at all. It subscribes to nothing.
      const event$ = methods[name]?.(given, ...rest)
      check(name.slice(0, -1), given)
      return event$
    }
    return [name, checking] as const
  })
  return {
    ...market,
    ...Object.fromEntries(checked),
    channel$: (channel: Channel, options?: GapOptions & BackfillOptions) => {
      if ('symbol' in channel) check(channel.kind, channel.symbol)
      return market.channel$(channel, options as GapOptions & BackfillOptions)
    },
  } as Market<N>
}
