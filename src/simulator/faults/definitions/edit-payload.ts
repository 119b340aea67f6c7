/** Edits the JSON text of payloads. */
import type { Unit } from '../../streams/unit.js'

/**
 * Returns a function that sets the field of a dotted path in a payload's JSON text to a value, or
 * removes it (undefined); in each payload of an array. A payload without that path is unchanged.
 */
export function editField(
  path: string,
  to: { readonly value: unknown } | undefined,
): (payload: string) => string {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const edit = (payload: unknown) => {
    const parent = steps.reduce<unknown>(
      (value, step) => (isContainer(value) ? value[step] : undefined),
      payload,
    )
    if (!isContainer(parent)) return
    if (to !== undefined) parent[last] = to.value
    else if (Array.isArray(parent)) parent.splice(Number(last), 1)
    else delete parent[last]
  }
  return text => {
    const payload: unknown = JSON.parse(text)
    if (Array.isArray(payload)) payload.forEach(edit)
    else edit(payload)
    return JSON.stringify(payload)
  }
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Moves the times in a payload's JSON text: `E` anywhere, and the `T` of a trade, but not of a
 * kline.
 */
export function skewTimes(by: number): (payload: string, unit: Unit) => string {
  return (payload, unit) => {
    const names = payload.includes('"k":{') ? /("E":)(\d+)/g : /("[ET]":)(\d+)/g
    return payload.replace(names, (_, name: string, time: string) => `${name}${Number(time) + by * unit}`)
  }
}
