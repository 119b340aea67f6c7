/** Builds a payload from the values read, in a compiled and an interpreted form side by side. */
import { variable } from './instruction.js'

export type Shape =
  | { readonly value: number }
  | { readonly literal: string }
  | { readonly fields: readonly (readonly [key: string, shape: Shape])[] }

/** The compiled form: an expression. */
export function shapeCode(shape: Shape): string {
  if ('value' in shape) return variable(shape.value)
  if ('literal' in shape) return JSON.stringify(shape.literal)
  const fields = shape.fields.map(([key, field]) => `${JSON.stringify(key)}: ${shapeCode(field)}`)
  return `{ ${fields.join(', ')} }`
}

/**
 * The interpreted form. Returns the same object each time, as events keep nothing of it but its
 * values.
 */
export function shapeBuilder(shape: Shape): (values: readonly unknown[]) => unknown {
  if ('value' in shape) return values => values[shape.value]
  if ('literal' in shape) return () => shape.literal
  const payload: Record<string, unknown> = {}
  const fields = shape.fields.map(([key, field]) => [key, shapeBuilder(field)] as const)
  return values => {
    for (const [key, build] of fields) payload[key] = build(values)
    return payload
  }
}
