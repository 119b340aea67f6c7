/** The basis from which the change of a price is measured. */
import { type SymbolChannel } from './channels.js'

/** `day`: 24 hours ago, as reported by a ticker. `start`: the first price of this run. */
export type Basis = 'day' | 'start'

/** Returns `day` if a ticker of the symbol is among the channels. */
export const basisOf = (channels: readonly SymbolChannel[], wanted: string): Basis =>
  channels.some(({ kind, symbol }) => symbol === wanted && /^(ticker|miniTicker)$/.test(kind))
    ? 'day'
    : 'start'
