/** Compares events with what they must be. */
import { printValue } from '../../src/validation/print-value.js'
import type { Fields } from './payloads.js'

/** The first field in which an event differs from what it must be. */
export function differenceOf(expected: Fields, actual: object, path = ''): string | undefined {
  for (const [name, value] of Object.entries(expected)) {
    const other = (actual as Fields)[name]
    if (Object.is(value, other)) continue
    if (typeof value !== 'object' || value === null || typeof other !== 'object' || other === null) {
      return path + name
    }
    if (Array.isArray(value) && (other as unknown[]).length !== value.length) return path + name
    const difference = differenceOf(value as Fields, other, `${path}${name}.`)
    if (difference !== undefined) return difference
  }
  return undefined
}

export const show = (event: object): string => printValue(event, { maxLength: 160 })
