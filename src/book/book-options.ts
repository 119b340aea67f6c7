/** Reads the options of `book$`. */
import type { BookOptions } from '../model/book.js'
import type { ChannelOf } from '../model/channel.js'
import { channelsOf } from '../model/checks/check-channel.js'
import { checkSymbols } from '../model/checks/check-symbols.js'
import { check, checkInteger, checkOneOf, type OptionHints } from '../validation/check.js'
import { MAX_DELAY } from '../validation/limits.js'
import { readOptions } from '../validation/read-options.js'

export interface BookSettings {
  readonly diffs: readonly ChannelOf<'depthDiff'>[]
  readonly snapshot: number
  readonly audit: number | 'bookTicker' | undefined
}

/** The most levels that a snapshot has. Source: rest-api.md, "Order book". */
const MAX_LEVELS = 5_000
/** An audit costs a snapshot: 50 of 6,000 weights a minute with 1,000 levels. */
const MIN_AUDIT_INTERVAL = 1_000

const NAMES = ['speed', 'snapshot', 'audit', 'connection'] as const
const HINTS: OptionHints = { levels: 'snapshot', limit: 'snapshot', depth: 'snapshot', updateSpeed: 'speed' }

/** Throws `INVALID_OPTION` for a wrong option, `INVALID_CHANNEL` for a wrong symbol. */
export function readBookOptions(symbols: unknown, options: unknown): BookSettings {
  const given = readOptions('book$', options, NAMES, { hints: HINTS }) as BookOptions
  const { speed = 100, snapshot = 1_000, audit, connection } = given
  checkOneOf('speed', speed, [100, 1_000])
  checkInteger('snapshot', snapshot, 1, MAX_LEVELS)
  if (audit !== undefined && audit !== 'bookTicker') {
    const isInterval = typeof audit === 'number' && audit >= MIN_AUDIT_INTERVAL && audit <= MAX_DELAY
    const allowed = `milliseconds from ${MIN_AUDIT_INTERVAL} to ${MAX_DELAY}, or 'bookTicker'`
    check('audit', audit, isInterval, allowed)
  }
  return {
    diffs: channelsOf('depthDiff', {
      symbols: checkSymbols('book', symbols),
      options: { speed, connection },
    }),
    snapshot,
    audit,
  }
}
