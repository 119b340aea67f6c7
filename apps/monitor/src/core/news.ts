/** News: what happened, in the words of an alert. */
import { type ConnectionStatus, type Kline, type MarketError } from 'rxmarket'
import { formatPercent, formatPrice } from '../decimals.js'
import { type News, type Tone } from './alert.js'
import { causeOf } from './cause.js'
import { type SymbolChannel } from './plan.js'
import { changeOf, type Quote } from './quote.js'
import { PATIENCE } from './silence.js'

export function moveNews(quote: Quote): News {
  const { symbol, basis, price, decimals } = quote
  const change = changeOf(quote) ?? 0
  const span = basis === 'day' ? 'in 24 h' : 'since the start'
  const text = `${formatPercent(change)} ${span}, at ${formatPrice(price, decimals)}`
  return { kind: 'move', tone: change > 0 ? 'up' : 'down', symbol, text }
}

export function klineNews({ symbol, openPrice, closePrice, freq }: Kline, { decimals }: Quote): News {
  const change = openPrice > 0 ? (closePrice / openPrice - 1) * 100 : 0
  const tone: Tone = closePrice > openPrice ? 'up' : closePrice < openPrice ? 'down' : 'plain'
  const [open, close] = [openPrice, closePrice].map(price => formatPrice(price, decimals))
  return {
    kind: 'kline',
    tone,
    symbol,
    text: `${freq} closed: ${open} → ${close} (${formatPercent(change)})`,
  }
}

export function lostNews({
  attempt,
  delay,
  cause,
}: Extract<ConnectionStatus, { readonly type: 'reconnecting' }>): News {
  const plan =
    attempt === 0
      ? 'reconnecting at once'
      : `attempt ${attempt} to reconnect in ${(delay / 1000).toFixed(1)} s`
  const text = `connection lost (${causeOf(cause)}), ${plan}`
  return { kind: 'reconnect', tone: 'bad', symbol: undefined, text }
}

export const liveNews = ({ streams }: Extract<ConnectionStatus, { readonly type: 'live' }>): News => ({
  kind: 'live',
  tone: 'good',
  symbol: undefined,
  text: `live again, ${streams} streams`,
})

export const errorNews = ({ message }: MarketError): News => ({
  kind: 'error',
  tone: 'bad',
  symbol: undefined,
  text: message,
})

export const refusedNews = ({ symbol }: SymbolChannel, { message }: MarketError): News => ({
  kind: 'refused',
  tone: 'bad',
  symbol,
  text: message,
})

export const silentNews = (symbol: string): News => ({
  kind: 'silent',
  tone: 'bad',
  symbol,
  text: `nothing came in ${PATIENCE / 1000} s; is it listed at this exchange?`,
})
