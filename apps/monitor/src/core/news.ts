/** News: which change is worth an alert, and its words. */
import { type ConnectionStatus, type Kline } from 'rxmarket'
import { formatPercent, formatPrice } from '../decimals.js'
import { type News, type Tone } from './alert.js'
import { causeOf } from './cause.js'
import { type Link } from './link.js'
import { changeOf, type Row } from './row.js'

/** A change beyond this is told, in percent: the seed's 3 %. */
export const THRESHOLD = 3
/** How far a change must come back before it can be told again, in percentage points, so that a wavering one is told once. */
const REARM = 0.5

/** Whether the symbol has just moved beyond the threshold; `row` is told or armed again accordingly. */
export function moveNews(row: Row): { row: Row; news: readonly News[] } {
  const change = changeOf(row)
  if (change === undefined) return { row, news: [] }
  const side = change > THRESHOLD ? 1 : change < -THRESHOLD ? -1 : 0
  if (side !== 0 && side !== row.told) {
    const span = row.basis === 'day' ? 'in 24 h' : 'since the start'
    const price = formatPrice(row.price, row.decimals)
    return {
      row: { ...row, told: side },
      news: [
        {
          kind: 'move',
          tone: side > 0 ? 'up' : 'down',
          symbol: row.symbol,
          text: `${formatPercent(change)} ${span}, at ${price}`,
        },
      ],
    }
  }
  const isBack = row.told !== 0 && change * row.told < THRESHOLD - REARM
  return { row: isBack ? { ...row, told: 0 } : row, news: [] }
}

export function klineNews(kline: Kline, decimals: number): readonly News[] {
  if (!kline.isClosed) return []
  const { symbol, openPrice, closePrice, freq } = kline
  const change = openPrice > 0 ? (closePrice / openPrice - 1) * 100 : 0
  const tone: Tone = closePrice > openPrice ? 'up' : closePrice < openPrice ? 'down' : 'plain'
  const [open, close] = [openPrice, closePrice].map(price => formatPrice(price, decimals))
  return [
    { kind: 'kline', tone, symbol, text: `${freq} closed: ${open} → ${close} (${formatPercent(change)})` },
  ]
}

export function linkNews(before: Link, status: ConnectionStatus): readonly News[] {
  switch (status.type) {
    case 'reconnecting': {
      const { attempt, delay, cause } = status
      const plan =
        attempt === 0
          ? 'reconnecting at once'
          : `attempt ${attempt} to reconnect in ${(delay / 1000).toFixed(1)} s`
      const text = `connection lost (${causeOf(cause)}), ${plan}`
      return [{ kind: 'reconnect', tone: 'bad', symbol: undefined, text }]
    }
    case 'live':
      return before.isRecovering
        ? [{ kind: 'live', tone: 'good', symbol: undefined, text: `live again, ${status.streams} streams` }]
        : []
    default:
      return []
  }
}
