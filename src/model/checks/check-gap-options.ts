/** Checks the options of a subscription that concern gaps. */
import { isRecord } from '../../validation/check.js'
import { guarded } from '../../validation/guarded.js'
import { printValue } from '../../validation/print-value.js'
import { SUBSCRIPTION_OPTIONS } from './channel-fields.js'
import { InvalidChannelError } from '../errors/channel-errors.js'
import type { GapOptions } from '../gap.js'

/** The options that concern gaps, with their defaults; other options are for others to check. */
export function checkGapOptions(kind: string, options: unknown): Required<GapOptions> {
  return guarded(
    () => {
      if (options === undefined) return { gaps: false }
      const example = `{ ${SUBSCRIPTION_OPTIONS[0]}: true }`
      if (!isRecord(options)) throw invalid(kind, `options should be an object such as ${example}`, options)
      const { gaps = false } = options
      if (typeof gaps !== 'boolean') throw invalid(kind, 'gaps should be true or false', gaps)
      return { gaps }
    },
    cause => new InvalidChannelError(kind, 'the options cannot be read', cause),
  )
}

const invalid = (kind: string, problem: string, value: unknown): InvalidChannelError =>
  new InvalidChannelError(kind, `${problem}, got ${printValue(value)}`)
