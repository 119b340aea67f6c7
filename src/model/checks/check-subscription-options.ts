/**
 * Checks the options of a subscription: how it reports gaps, and whether it is completed from
 * history.
 */
import { isInteger, isRecord } from '../../validation/check.js'
import { guarded } from '../../validation/guarded.js'
import { printValue } from '../../validation/print-value.js'
import { SUBSCRIPTION_OPTIONS } from './channel-fields.js'
import { InvalidChannelError } from '../errors/channel-errors.js'
import type { BackfillOptions, GapOptions } from '../gap.js'

/** The kinds that the exchange keeps a history of. */
const WITH_HISTORY: readonly string[] = ['trade', 'aggTrade', 'kline']
/** Elements of history before the live ones, which are collected before the first is emitted. */
const MAX_HISTORY = 10_000

/** The given options, with the defaults of those that no market sets. */
export type SubscriptionSettings = Required<GapOptions> & BackfillOptions

/** Checks the options of a subscription, not those of its channel. */
export function checkSubscriptionOptions(kind: string, options: unknown): SubscriptionSettings {
  return guarded(
    () => readSubscriptionOptions(kind, options),
    cause => new InvalidChannelError(kind, 'the options cannot be read', cause),
  )
}

function readSubscriptionOptions(kind: string, options: unknown): SubscriptionSettings {
  if (options === undefined) return { gaps: false }
  if (!isRecord(options))
    throw invalid(kind, `options should be an object such as { ${SUBSCRIPTION_OPTIONS[0]}: true }`, options)
  const { gaps = false, backfill, history } = options
  if (typeof gaps !== 'boolean') throw invalid(kind, 'gaps should be true or false', gaps)
  if (backfill !== undefined && typeof backfill !== 'boolean')
    throw invalid(kind, 'backfill should be true or false (its limits are options of the market)', backfill)
  if (history !== undefined && !isInteger(history, 1, MAX_HISTORY))
    throw invalid(kind, `history should be an integer from 1 to ${MAX_HISTORY}`, history)
  if ((backfill === true || history !== undefined) && !WITH_HISTORY.includes(kind)) {
    const name = history === undefined ? 'backfill' : 'history'
    throw invalid(
      kind,
      `${name} is not possible, as the exchange keeps no history of it; it is an option of ${WITH_HISTORY.join(', ')}. Use gaps: true to know what is missing`,
      options[name],
    )
  }
  return { gaps, ...(backfill !== undefined && { backfill }), ...(history !== undefined && { history }) }
}

const invalid = (kind: string, problem: string, value: unknown): InvalidChannelError =>
  new InvalidChannelError(kind, `${problem}, got ${printValue(value)}`)
