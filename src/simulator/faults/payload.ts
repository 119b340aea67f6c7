/** Payloads changed in their text. */
import type { Unit } from '../payloads.js'

/**
 * Changes the field that a path of dots leads to, in a payload's JSON text: to a value, or (undefined) to nothing.
 * Of an array of payloads, in each. What the path does not lead to is left as it is.
 */
export function changeField(
  path: string,
  to: { readonly value: unknown } | undefined,
): (payload: string) => string {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const change = (payload: unknown) => {
    const holder = steps.reduce<unknown>(
      (place, step) => (isHolder(place) ? place[step] : undefined),
      payload,
    )
    if (!isHolder(holder)) return
    if (to !== undefined) holder[last] = to.value
    else if (Array.isArray(holder)) holder.splice(Number(last), 1)
    else delete holder[last]
  }
  return text => {
    const payload: unknown = JSON.parse(text)
    if (Array.isArray(payload)) payload.forEach(change)
    else change(payload)
    return JSON.stringify(payload)
  }
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Moves the times of a payload's JSON text: `E` wherever it is, and `T` of a trade, not that of a kline's end. */
export function skewed(by: number): (payload: string, unit: Unit) => string {
  return (payload, unit) => {
    const names = payload.includes('"k":{') ? /("E":)(\d+)/g : /("[ET]":)(\d+)/g
    return payload.replace(names, (_, name: string, time: string) => `${name}${Number(time) + by * unit}`)
  }
}
