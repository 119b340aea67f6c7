/** The limits of a market's backfills, given its option. */
import type { BackfillLimits } from '../../../src/index.js'

/** Source: docs/options.md, `backfill`. */
const DEFAULTS: Required<BackfillLimits> = { capacity: 10_000, maxDelay: 30_000 }

export const limitsOf = (backfill: Required<BackfillLimits> | false): Required<BackfillLimits> =>
  backfill === false ? DEFAULTS : backfill
