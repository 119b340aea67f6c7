/** Turns a question into a channel, or into a clear error before anything is sent. */
import type { Channel, DepthLevels, DepthSpeed, Kind, RollingWindow, TimeZone } from './channel.js'
import { InvalidChannelError } from './errors.js'
import { Freq } from './freq.js'

const WINDOWS: readonly RollingWindow[] = ['1h', '4h', '1d']
const LEVELS: readonly DepthLevels[] = [5, 10, 20]
const SPEEDS: readonly DepthSpeed[] = [100, 1000]
const TIME_ZONES: readonly TimeZone[] = ['+00:00', '+08:00']

// Letters and digits of any script: the exchange lists symbols with non-ASCII names (its CHANGELOG, 2025-12-09).
const SYMBOL = /^[\p{L}\p{M}\p{N}._-]{1,50}$/u

/** Symbols in upper case, each once, in the order given. */
export function checkSymbols(kind: Kind, symbols: string | readonly string[]): readonly string[] {
  const list: readonly unknown[] = Array.isArray(symbols) ? symbols : [symbols]
  if (list.length === 0)
    throw new InvalidChannelError(kind, 'no symbol was given; name at least one, such as BTCUSDT')
  return [...new Set(list.map(symbol => checkSymbol(kind, symbol)))]
}

function checkSymbol(kind: Kind, symbol: unknown): string {
  if (typeof symbol === 'string' && SYMBOL.test(symbol)) return symbol.toUpperCase()
  throw new InvalidChannelError(
    kind,
    `${show(symbol)} is not a symbol; write base and quote asset together, such as BTCUSDT`,
  )
}

/** The channel itself, or an {@link InvalidChannelError} that says which part is wrong and what is allowed. */
export function checkChannel<C extends Channel>(channel: C): C {
  const { kind, connection } = channel
  if (connection !== undefined && !(Number.isInteger(connection) && connection >= 0)) {
    throw new InvalidChannelError(kind, `connection ${show(connection)} is not a whole number from 0`)
  }
  const any: Channel = channel
  switch (any.kind) {
    case 'kline':
      oneOf(kind, 'interval', any.freq, Object.values(Freq))
      oneOf(kind, 'timeZone', any.timeZone, TIME_ZONES)
      break
    case 'rollingTicker':
    case 'allRollingTickers':
      oneOf(kind, 'window', any.window, WINDOWS)
      break
    case 'depth':
      oneOf(kind, 'levels', any.levels, LEVELS)
      oneOf(kind, 'speed', any.speed, SPEEDS)
      break
    case 'depthDiff':
      oneOf(kind, 'speed', any.speed, SPEEDS)
      break
    default:
  }
  return channel
}

function oneOf<T>(kind: Kind, name: string, value: T, allowed: readonly T[]): void {
  if (allowed.includes(value)) return
  throw new InvalidChannelError(kind, `${name} ${show(value)} is not one of ${allowed.join(', ')}`)
}

function show(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value)
}
