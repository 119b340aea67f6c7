/** Formats any value in one line, for messages. */

const MAX_LENGTH = 160

/** Formats a value as source code, truncated to {@link MAX_LENGTH} characters. */
export function show(value: unknown): string {
  const text = write(value, [])
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

function write(value: unknown, within: readonly unknown[]): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `[function ${value.name}]`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  if (within.includes(value)) return '[circular]'
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (value instanceof Date) return value.toISOString()
  const inner = (part: unknown): string => write(part, [...within, value])
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`
  if (value instanceof Map)
    return `Map {${[...value].map(([key, part]) => ` ${inner(key)} => ${inner(part)}`).join(',')} }`
  if (value instanceof Set) return `Set {${[...value].map(part => ` ${inner(part)}`).join(',')} }`
  const fields = Object.entries(value).map(([key, part]) => `${name(key)}: ${inner(part)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

function name(key: string): string {
  return /^[\w$]+$/.test(key) ? key : JSON.stringify(key)
}
