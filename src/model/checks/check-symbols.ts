/** Checks symbols before anything is sent. */
import { printValue } from '../../validation/print-value.js'
import { InvalidChannelError } from '../errors/channel-errors.js'

// Letters and digits of any script: the exchange lists symbols with non-ASCII names (its CHANGELOG,
// 2025-12-09).
const SYMBOL = /^[\p{L}\p{M}\p{N}._-]{1,50}$/u

/** Symbols in upper case, each once, in the order given. */
export function checkSymbols(kind: string, symbols: unknown): readonly string[] {
  if (!Array.isArray(symbols)) return [checkSymbol(kind, symbols)]
  if (symbols.length === 0)
    throw new InvalidChannelError(kind, 'no symbol was given; name at least one, such as BTCUSDT')
  const checked = new Set<string>()
  // Counted, as `map` skips the holes of a sparse array.
  for (let index = 0; index < symbols.length; index++) checked.add(checkSymbol(kind, symbols[index]))
  return [...checked]
}

export function checkSymbol(kind: string, symbol: unknown): string {
  if (typeof symbol === 'string' && SYMBOL.test(symbol)) return symbol.toUpperCase()
  throw new InvalidChannelError(kind, `${printValue(symbol)} is not a symbol; ${adviceFor(symbol)}`)
}

function adviceFor(symbol: unknown): string {
  if (Array.isArray(symbol)) return 'pass several symbols as one flat array'
  if (typeof symbol === 'object' && symbol !== null)
    return Symbol.iterator in symbol
      ? 'pass an array of them: [...symbols]'
      : 'pass its name, such as BTCUSDT'
  if (typeof symbol === 'string' && symbol.includes('@'))
    return 'pass the symbol alone, such as BTCUSDT: the method chooses the stream'
  if (typeof symbol === 'string' && symbol.includes(','))
    return "pass several symbols as an array, such as ['BTCUSDT', 'ETHUSDT']"
  return 'write base and quote asset together, such as BTCUSDT'
}
