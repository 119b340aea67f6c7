/** Silence: an exchange accepts a symbol that it does not list and then sends nothing, so somebody must say so. */
import { type News } from './alert.js'
import { type Row } from './row.js'
import { type View } from './view.js'

/** How long a symbol may be silent once its streams are live, ms. Tickers of a listed one come every second. */
const PATIENCE = 10_000

/** Tells once of each symbol that never said anything, when the patience with it is over. */
export function silence(view: View): { rows: readonly Row[]; news: readonly News[] } {
  const { rows } = view
  const silent = isPatienceOver(view) ? rows.filter(row => row.events === 0 && !row.isSilent) : []
  return {
    rows: silent.length === 0 ? rows : rows.map(row => (row.events === 0 ? { ...row, isSilent: true } : row)),
    news: silent.map(({ symbol }) => ({
      kind: 'silent',
      tone: 'bad',
      symbol,
      text: `nothing came in ${PATIENCE / 1000} s; is it listed at this exchange?`,
    })),
  }
}

/** Whether there is nothing to watch: no symbol ever said anything. */
export const isAllSilent = ({ rows }: View): boolean =>
  rows.length > 0 && rows.every(({ isSilent }) => isSilent)

const isPatienceOver = ({ link, now }: View): boolean =>
  link.liveSince !== undefined && now - link.liveSince >= PATIENCE
