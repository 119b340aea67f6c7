/** Builds the alert for each event. */
import { type ConnectionStatus, type Kline, type MarketError } from 'rxmarket'
import { directionOf, formatPercent, formatPrice } from './decimals.js'
import { type AlertInput, type Tone } from './alert.js'
import { describeCause } from './cause.js'
import { type SymbolChannel } from './channels.js'
import { changeOf, type Quote } from './quote.js'
import { SILENCE_TIMEOUT } from '../watch/silent-symbols.js'

export function moveAlert(quote: Quote): AlertInput {
  const { symbol, basis, price, decimals } = quote
  const change = changeOf(quote) ?? 0
  const span = basis === 'day' ? 'in 24 h' : 'since the start'
  const text = `${formatPercent(change)} ${span}, at ${formatPrice(price, decimals)}`
  return { kind: 'move', tone: toneOf(change), symbol, text }
}

export function klineAlert({ symbol, openPrice, closePrice, freq }: Kline, { decimals }: Quote): AlertInput {
  const change = openPrice > 0 ? (closePrice / openPrice - 1) * 100 : 0

  const [open, close] = [openPrice, closePrice].map(price => formatPrice(price, decimals))
  return {
    kind: 'kline',
    tone: toneOf(change),
    symbol,
    text: `${freq} closed: ${open} → ${close} (${formatPercent(change)})`,
  }
}

function toneOf(change: number): Tone {
  const direction = directionOf(change)
  return direction === 'flat' ? 'plain' : direction
}

export function reconnectAlert({
  attempt,
  delay,
  cause,
}: Extract<ConnectionStatus, { readonly type: 'reconnecting' }>): AlertInput {
  const action =
    attempt === 0
      ? 'reconnecting at once'
      : `attempt ${attempt} to reconnect in ${(delay / 1000).toFixed(1)} s`
  const text = `connection lost (${describeCause(cause)}), ${action}`
  return { kind: 'reconnect', tone: 'bad', symbol: undefined, text }
}

export const liveAlert = ({ streams }: Extract<ConnectionStatus, { readonly type: 'live' }>): AlertInput => ({
  kind: 'live',
  tone: 'good',
  symbol: undefined,
  text: `live again, ${streams} streams`,
})

export const errorAlert = ({ message }: MarketError): AlertInput => ({
  kind: 'error',
  tone: 'bad',
  symbol: undefined,
  text: message,
})

export const rejectionAlert = ({ symbol }: SymbolChannel, { message }: MarketError): AlertInput => ({
  kind: 'rejected',
  tone: 'bad',
  symbol,
  text: message,
})

export const silenceAlert = (symbol: string): AlertInput => ({
  kind: 'silent',
  tone: 'bad',
  symbol,
  text: `no events within ${SILENCE_TIMEOUT / 1000} s; does this exchange list it?`,
})
