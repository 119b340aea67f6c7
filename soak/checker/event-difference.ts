/** Compares events with what they must be. */
import { printValue } from '../../src/validation/print-value.js'
import type { Fields } from './payloads.js'

/** The first field in which an event differs from what it must be. */
export function differenceOf(expected: Fields, actual: object): string | undefined {
  for (const name of Object.keys(expected)) {
    const value = expected[name]
    const other = (actual as Fields)[name]
    if (Object.is(value, other)) continue
    if (typeof value !== 'object' || value === null || typeof other !== 'object' || other === null) {
      return name
    }
    if (Array.isArray(value) && (other as unknown[]).length !== value.length) return name
    const difference = differenceOf(value as Fields, other)
    if (difference !== undefined) return `${name}.${difference}`
  }
  return undefined
}

export const show = (event: object): string => printValue(event, { maxLength: 160 })
