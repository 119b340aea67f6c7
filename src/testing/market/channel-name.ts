/**
 * Channels by name, as diagrams and expectations write them: `ticker BTCUSDT`, `kline BTCUSDT 1m`,
 * `depth BTCUSDT 5 100ms`.
 */
import type { Channel, Kind } from '../../model/channel.js'
import { checkSymbols } from '../../model/checks/check-symbols.js'
import { Freq } from '../../model/freq.js'

interface NameFormat {
  /** Whether the name has a symbol. */
  readonly hasSymbol: boolean
  /** The options that may follow the symbol. */
  readonly words: readonly string[]
  /** The options of a channel with a name without options; left out of names. */
  readonly defaults: readonly string[]
}

const PLAIN: NameFormat = { hasSymbol: true, words: [], defaults: [] }
const WINDOWS = ['1h', '4h', '1d']
const SPEEDS = ['100ms', '1000ms']

const FORMATS: Readonly<Record<Kind, NameFormat>> = {
  ticker: PLAIN,
  miniTicker: PLAIN,
  rollingTicker: { hasSymbol: true, words: WINDOWS, defaults: [] },
  trade: PLAIN,
  aggTrade: PLAIN,
  blockTrade: PLAIN,
  kline: { hasSymbol: true, words: [...Object.values(Freq), '+00:00', '+08:00'], defaults: ['+00:00'] },
  bookTicker: PLAIN,
  avgPrice: PLAIN,
  referencePrice: PLAIN,
  depth: { hasSymbol: true, words: ['5', '10', '20', ...SPEEDS], defaults: ['20', '1000ms'] },
  depthDiff: { hasSymbol: true, words: SPEEDS, defaults: ['1000ms'] },
  allMiniTickers: { hasSymbol: false, words: [], defaults: [] },
  allRollingTickers: { hasSymbol: false, words: WINDOWS, defaults: [] },
}

/** Returns a channel's name, without the options that have their default. */
export function channelName(channel: Channel): string {
  const symbol = 'symbol' in channel ? [channel.symbol] : []
  return [channel.kind, ...symbol, ...withoutDefaults(channel.kind, optionsOf(channel))].join(' ')
}

/** The channels of a name: one channel, or every channel with the named options. */
export interface ChannelPattern {
  readonly name: string
  /** The number of named options. */
  readonly specificity: number
  matches(channel: Channel): boolean
}

/**
 * Parses a name, given as its kind and the rest: `('kline', 'BTCUSDT 1m')`. Throws for a name that
 * no channel can have.
 */
export function channelPattern(kind: string, rest: string): ChannelPattern {
  if (!isKind(kind)) {
    throw new Error(`"${kind}" is not a kind of channel; the kinds are ${Object.keys(FORMATS).join(', ')}`)
  }
  const { hasSymbol, words: allowed } = FORMATS[kind]
  const parts = rest.split(' ').filter(part => part !== '')
  const [symbol] = hasSymbol ? checkSymbols(kind, parts.shift() ?? '') : []
  for (const part of parts) {
    if (allowed.includes(part)) continue
    const hint = allowed.length === 0 ? `a ${kind} has none` : `those of a ${kind} are ${allowed.join(', ')}`
    throw new Error(`"${kind} ${rest}": "${part}" is not an option; ${hint}`)
  }
  return {
    name: [kind, ...(symbol === undefined ? [] : [symbol]), ...withoutDefaults(kind, parts)].join(' '),
    specificity: parts.length,
    matches: channel =>
      channel.kind === kind &&
      ('symbol' in channel ? channel.symbol : undefined) === symbol &&
      parts.every(part => optionsOf(channel).includes(part)),
  }
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(FORMATS, kind)
}

function withoutDefaults(kind: Kind, words: readonly string[]): string[] {
  return words.filter(word => !FORMATS[kind].defaults.includes(word))
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
