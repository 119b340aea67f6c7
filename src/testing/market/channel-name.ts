/** Channels by name, as diagrams and expectations write them: `ticker BTCUSDT`, `kline BTCUSDT 1m`, `depth BTCUSDT 5 100ms`. */
import type { Channel, Kind } from '../../model/channel.js'
import { checkSymbols } from '../../model/check-symbols.js'
import { Freq } from '../../model/freq.js'

interface Options {
  /** Whether the channel is of one symbol. */
  readonly hasSymbol: boolean
  /** What may stand behind the symbol. */
  readonly words: readonly string[]
  /** What is meant when nothing stands there, and so is left out of names. */
  readonly assumed: readonly string[]
}

const PLAIN: Options = { hasSymbol: true, words: [], assumed: [] }
const WINDOWS = ['1h', '4h', '1d']
const SPEEDS = ['100ms', '1000ms']

const OPTIONS: Readonly<Record<Kind, Options>> = {
  ticker: PLAIN,
  miniTicker: PLAIN,
  rollingTicker: { hasSymbol: true, words: WINDOWS, assumed: [] },
  trade: PLAIN,
  aggTrade: PLAIN,
  blockTrade: PLAIN,
  kline: { hasSymbol: true, words: [...Object.values(Freq), '+00:00', '+08:00'], assumed: ['+00:00'] },
  bookTicker: PLAIN,
  avgPrice: PLAIN,
  referencePrice: PLAIN,
  depth: { hasSymbol: true, words: ['5', '10', '20', ...SPEEDS], assumed: ['20', '1000ms'] },
  depthDiff: { hasSymbol: true, words: SPEEDS, assumed: ['1000ms'] },
  allMiniTickers: { hasSymbol: false, words: [], assumed: [] },
  allRollingTickers: { hasSymbol: false, words: WINDOWS, assumed: [] },
}

/** A channel's name, without the options that are assumed. */
export function channelName(channel: Channel): string {
  const symbol = 'symbol' in channel ? [channel.symbol] : []
  return [channel.kind, ...symbol, ...told(channel.kind, optionsOf(channel))].join(' ')
}

/** What a name stands for: one channel, or every channel with the options that it names. */
export interface ChannelPattern {
  readonly name: string
  /** How many options it names: the more, the finer. */
  readonly fineness: number
  matches(channel: Channel): boolean
}

/** Reads a name, its kind apart from the rest: `('kline', 'BTCUSDT 1m')`. Throws at a name that no channel can have. */
export function channelPattern(kind: string, rest: string): ChannelPattern {
  if (!isKind(kind)) {
    throw new Error(`"${kind}" is not a kind of channel; the kinds are ${Object.keys(OPTIONS).join(', ')}`)
  }
  const { hasSymbol, words: allowed } = OPTIONS[kind]
  const parts = rest.split(' ').filter(part => part !== '')
  const [symbol] = hasSymbol ? checkSymbols(kind, parts.shift() ?? '') : []
  for (const part of parts) {
    if (allowed.includes(part)) continue
    const hint = allowed.length === 0 ? `a ${kind} has none` : `those of a ${kind} are ${allowed.join(', ')}`
    throw new Error(`"${kind} ${rest}": "${part}" is not an option; ${hint}`)
  }
  return {
    name: [kind, ...(symbol === undefined ? [] : [symbol]), ...told(kind, parts)].join(' '),
    fineness: parts.length,
    matches: channel =>
      channel.kind === kind &&
      ('symbol' in channel ? channel.symbol : undefined) === symbol &&
      parts.every(part => optionsOf(channel).includes(part)),
  }
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(OPTIONS, kind)
}

function told(kind: Kind, words: readonly string[]): string[] {
  return words.filter(word => !OPTIONS[kind].assumed.includes(word))
}

function optionsOf(channel: Channel): string[] {
  switch (channel.kind) {
    case 'kline':
      return [channel.freq, channel.timeZone]
    case 'rollingTicker':
    case 'allRollingTickers':
      return [channel.window]
    case 'depth':
      return [String(channel.levels), `${channel.speed}ms`]
    case 'depthDiff':
      return [`${channel.speed}ms`]
    default:
      return []
  }
}
