/** Reads what is drawn of a market: its channels, its connection. */
import type { Channel, Kind } from '../../model/channel.js'
import { type ChannelPattern, channelPattern } from './channel-name.js'
import { type Moment, readMoments } from './moments.js'

type OfMarket = 'allMiniTickers' | 'allRollingTickers'

/**
 * What a market says, drawn: for each kind of channel a diagram for each symbol (`ticker: { BTCUSDT: '-a-b|' }`), or one diagram
 * for a channel of the whole market (`allMiniTickers: '-a-b|'`).
 *
 * A symbol alone stands for its channel with whatever options; to tell them apart, name them: `kline: { 'BTCUSDT 1m': …,
 * 'BTCUSDT 1h': … }`, `rollingTicker: { 'BTCUSDT 4h': … }`, `depth: { 'BTCUSDT 5 100ms': … }`, `depthDiff: { 'BTCUSDT 100ms': … }`.
 * The finer name wins.
 */
export type MarketDiagrams = {
  readonly [K in Kind]?: K extends OfMarket ? string : Readonly<Record<string, string>>
} & {
  /**
   * The connection: `L` it works, `D` it drops (or one more attempt fails), `S` it is found silent and dropped, `F` it fails for
   * good, `|` the market is closed. Works from the start when it is not drawn.
   */
  readonly connection?: string
}

/** One diagram of channels. */
export interface Drawn {
  readonly pattern: ChannelPattern
  readonly moments: readonly Moment[]
}

export interface Drawing {
  /** The finer first. */
  readonly channels: readonly Drawn[]
  readonly connection: readonly Moment[] | undefined
}

export function readDrawing({ connection, ...diagrams }: MarketDiagrams): Drawing {
  const channels = Object.entries(diagrams).flatMap(([kind, drawn]) =>
    typeof drawn === 'string'
      ? [readChannel(kind, '', drawn)]
      : Object.entries(drawn).map(([rest, diagram]) => readChannel(kind, rest, diagram)),
  )
  const names = channels.map(({ pattern }) => pattern.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`${twice} is drawn twice: draw it once`)
  return {
    channels: [...channels].sort((a, b) => b.pattern.fineness - a.pattern.fineness),
    connection: connection === undefined ? undefined : readConnection(connection),
  }
}

/** What is drawn of a channel, or an error that lists all that is. */
export function findDrawn(channels: readonly Drawn[], name: string, channel: Channel): Drawn {
  const drawn = channels.find(({ pattern }) => pattern.matches(channel))
  if (drawn !== undefined) return drawn
  const names = channels.map(({ pattern }) => pattern.name).join(', ')
  throw new Error(
    `the strategy asked for ${name}, which is not drawn; ${names === '' ? 'nothing is' : `drawn are: ${names}`}. ` +
      `Draw it, as '-' if it is to say nothing`,
  )
}

function readChannel(kind: string, rest: string, diagram: string): Drawn {
  return { pattern: channelPattern(kind, rest), moments: readMoments(diagram) }
}

function readConnection(diagram: string): readonly Moment[] {
  const moments = readMoments(diagram)
  for (const { mark } of moments) {
    if (!'LDSF|'.includes(mark))
      throw new Error(
        `connection '${diagram}': ${mark} means nothing; L is up, D a drop, S a silence, F a failure for good, | the market closed`,
      )
  }
  return moments
}
