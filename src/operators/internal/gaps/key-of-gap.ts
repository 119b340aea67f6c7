/** Finds the windows that a gap interrupts. */
import type { Gap } from '../../../model/gap.js'

/** `undefined` where it is not known, so that it interrupts all. */
export interface GapKey {
  readonly key: unknown
}

/**
 * The key of the events that are missing: `by` reads the key from the channel, which has the field
 * names of its events.
 */
export function keyOfGap<T>({ channel }: Gap, by: ((event: T) => unknown) | undefined): GapKey | undefined {
  if (by === undefined) return { key: undefined }
  try {
    const key = by({ ...channel, type: channel.kind } as T)
    return key === undefined ? undefined : { key }
  } catch {
    // It reads what only an event has.
    return undefined
  }
}
