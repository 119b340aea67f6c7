/** Generates a request. */
import type { Freq, Kind, RollingWindow, TimeZone } from '../../src/index.js'
import type { Random } from './random.js'
import type { Request } from './request.js'

/** Any request; streams of few events are more frequent than those of ten a second. */
export function generateRequest(
  random: Random,
  symbols: readonly [string, ...string[]],
  connections: number,
): Request {
  const several = random.bool(0.3) ? random.sample(symbols, 0.6) : []
  const list = several.length > 0 ? several : [random.pick(...symbols)]
  const pinned = connections > 1 && random.bool(0.8) ? { connection: random.int(0, connections - 1) } : {}
  const kind = random.pick<Kind>(
    ...(['trade', 'trade', 'aggTrade', 'aggTrade', 'bookTicker', 'bookTicker', 'blockTrade'] as const),
    ...([
      'kline',
      'kline',
      'depthDiff',
      'ticker',
      'miniTicker',
      'rollingTicker',
      'depth',
      'avgPrice',
    ] as const),
    ...(['referencePrice', 'allMiniTickers', 'allRollingTickers'] as const),
  )
  const window = random.pick<RollingWindow>('1h', '4h', '1d')
  const speed = random.bool(0.1) ? 100 : 1000
  switch (kind) {
    case 'kline': {
      const freqs = random.sample<Freq>(['1m', '5m', '1h', '1d'], 0.4)
      const timeZone = random.pick<TimeZone>('+00:00', '+00:00', '+08:00')
      return { kind, symbols: list, freqs: freqs.length > 0 ? freqs : ['1s'], timeZone, ...pinned }
    }
    case 'rollingTicker':
      return { kind, symbols: list, window, ...pinned }
    case 'depth':
      return { kind, symbols: list.slice(0, 1), levels: random.pick(5, 5, 10, 20), speed: 1000, ...pinned }
    case 'depthDiff':
      return { kind, symbols: list, speed, ...pinned }
    case 'allMiniTickers':
      return { kind, ...pinned }
    case 'allRollingTickers':
      return { kind, window, ...pinned }
    default:
      return { kind, symbols: list, ...pinned }
  }
}
