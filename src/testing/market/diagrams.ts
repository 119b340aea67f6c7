/** Parses the diagrams of a market: its channels, its connection. */
import type { Channel, Kind } from '../../model/channel.js'
import { checkSymbols } from '../../model/checks/check-symbols.js'
import type { MarketAnswers } from './answers.js'
import { type ChannelPattern, channelPattern } from './channel-name.js'
import { parseConnection } from './connection-diagram.js'
import { type Marble, parseMarbles } from './marble.js'

type MarketWideKind = 'allMiniTickers' | 'allRollingTickers'

/**
 * The diagrams of a market: for each kind of channel a diagram for each symbol
 * (`ticker: { BTCUSDT: '-a-b|' }`), or one diagram for a channel of the whole market
 * (`allMiniTickers: '-a-b|'`).
 *
 * A symbol alone names its channels with any options; to distinguish them, add the options:
 * `kline: { 'BTCUSDT 1m': …, 'BTCUSDT 1h': … }`, `rollingTicker: { 'BTCUSDT 4h': … }`,
 * `depth: { 'BTCUSDT 5 100ms': … }`, `depthDiff: { 'BTCUSDT 100ms': … }`. The more specific name
 * wins.
 */
export type MarketDiagrams = {
  readonly [K in Kind]?: K extends MarketWideKind ? string : Readonly<Record<string, string>>
} & {
  /**
   * The connection: `L` live, `D` dropped (or one more attempt fails), `S` silent and then dropped,
   * `F` failed for good, `|` the market is closed. Works from the start when it is not drawn.
   */
  readonly connection?: string
  /**
   * The order book of each symbol, for `book$`: a letter is the whole book, by its touch
   * (`{ bidPrice: 99, askPrice: 101 }`) or its levels (`{ bids: [[99, 1]], asks: [[101, 1]] }`).
   * The changes of a letter are sent on `depthDiff`, and snapshots are answered.
   */
  readonly book?: Readonly<Record<string, string>>
  /**
   * The market's answers to queries for history, snapshots and the like; other queries error with
   * `UNSUPPORTED`.
   */
  readonly answers?: MarketAnswers
}

/** The diagram of a channel, or of every channel that the name covers. */
export interface ChannelDiagram {
  readonly pattern: ChannelPattern
  readonly marbles: readonly Marble[]
  /**
   * The symbol of the book whose diffs these are; `undefined` where the channel itself is drawn.
   */
  readonly bookOf: string | undefined
}

export interface ParsedDiagrams {
  /** The more specific first. */
  readonly channels: readonly ChannelDiagram[]
  readonly connection: readonly Marble[] | undefined
  readonly answers: MarketAnswers
}

export function parseDiagrams({
  connection,
  answers = {},
  book = {},
  ...diagrams
}: MarketDiagrams): ParsedDiagrams {
  const channels = Object.entries(diagrams).flatMap(([kind, drawn]) =>
    typeof drawn === 'string'
      ? [parseChannel(kind, '', drawn)]
      : Object.entries(drawn).map(([rest, diagram]) => parseChannel(kind, rest, diagram)),
  )
  channels.push(...Object.entries(book).map(([symbol, diagram]) => parseBook(symbol, diagram)))
  const names = channels.map(({ pattern, bookOf }) =>
    bookOf === undefined ? pattern.name : `depthDiff ${bookOf}`,
  )
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`${twice} is drawn twice: draw it once`)
  return {
    channels: [...channels].sort((a, b) => b.pattern.specificity - a.pattern.specificity),
    connection: connection === undefined ? undefined : parseConnection(connection),
    answers,
  }
}

/**
 * Returns the diagram of a channel. Throws an error that lists the drawn channels if there is none.
 */
export function findDiagram(
  channels: readonly ChannelDiagram[],
  name: string,
  channel: Channel,
): ChannelDiagram {
  const diagram = channels.find(({ pattern }) => pattern.matches(channel))
  if (diagram !== undefined) return diagram
  const names = channels.map(({ pattern }) => pattern.name).join(', ')
  throw new Error(
    `the strategy subscribed to ${name}, which is not drawn; ${names === '' ? 'nothing is' : `drawn: ${names}`}. ` +
      `Draw it, with '-' while it sends nothing`,
  )
}

function parseChannel(kind: string, rest: string, diagram: string): ChannelDiagram {
  return { pattern: channelPattern(kind, rest), marbles: parseMarbles(diagram), bookOf: undefined }
}

/** A book is drawn in place of its diffs. */
function parseBook(given: string, diagram: string): ChannelDiagram {
  const [symbol = ''] = checkSymbols('book', given)
  const pattern = channelPattern('depthDiff', symbol)
  return { pattern: { ...pattern, name: `book ${symbol}` }, marbles: parseMarbles(diagram), bookOf: symbol }
}
