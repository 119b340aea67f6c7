/** Checks the market's `backfill` option. */
import type { BackfillLimits } from '../model/gap.js'
import { checkBooleanOrObject, checkDuration, checkInteger } from '../validation/check.js'
import { readOptions } from '../validation/read-options.js'

export type BackfillSettings = Required<BackfillLimits>

const DEFAULTS: BackfillSettings = { capacity: 10_000, maxDelay: 30_000 }

/** Whether subscriptions backfill by default, and the limits of their backfills. */
export function backfillSettings(
  subject: string,
  option: unknown = false,
): { readonly byDefault: boolean; readonly limits: BackfillSettings } {
  checkBooleanOrObject('backfill', option, '{ maxDelay: 30000 }')
  if (typeof option === 'boolean') return { byDefault: option, limits: DEFAULTS }
  const given: BackfillLimits = readOptions(subject, option, Object.keys(DEFAULTS), { path: 'backfill' })
  const { capacity = DEFAULTS.capacity, maxDelay = DEFAULTS.maxDelay } = given
  checkInteger('backfill.capacity', capacity, 1)
  checkDuration('backfill.maxDelay', maxDelay)
  return { byDefault: true, limits: { capacity, maxDelay } }
}
