/** Schedules of faults, read from data. */
import type { ScheduledFault } from './fault.js'
import {
  anyText,
  count,
  type Field,
  milliseconds,
  optional,
  type OptionalField,
  period,
  whole,
} from './field.js'
import { InvalidFaultError } from './invalid-fault-error.js'
import { faultNames, isFaultName, kindOf } from './kinds.js'

type Checks = Readonly<Record<string, Field<unknown> | OptionalField<unknown>>>

const times: Checks = {
  at: optional(milliseconds),
  after: optional<unknown>({ expected: 'an object such as { "frames": 100 }', accepts: isRecord }),
  every: period,
  times: count,
}

const triggers: Readonly<Record<string, Checks>> = {
  frames: { frames: whole(1), stream: optional(anyText) },
  connections: { connections: whole(1) },
  commands: { commands: whole(1) },
  requests: { requests: whole(1), route: optional(anyText) },
}

/**
 * Reads a schedule of faults from parsed JSON.
 *
 * Throws `InvalidFaultError` (`INVALID_FAULT`) for the first thing that is not as it must be, naming the entry and the field.
 *
 * ```ts
 * import { InvalidFaultError, readFaults } from 'rxmarket/simulator'
 *
 * try {
 *   readFaults(JSON.parse('[{ "at": 60000, "fault": "drop", "code": 1006 }]'))
 * } catch (error) {
 *   if (error instanceof InvalidFaultError) console.log(error.entry, error.field, error.message)
 * }
 * ```
 */
export function readFaults(json: unknown): readonly ScheduledFault[] {
  if (!Array.isArray(json)) {
    throw new InvalidFaultError(`A schedule of faults must be a list, not ${show(json)}`)
  }
  json.forEach((entry: unknown, index) => checkFault(entry, index))
  return json as ScheduledFault[]
}

/** Throws for what is no fault. With an index it is an entry of a schedule, and may say when; by hand it is now. */
export function checkFault(fault: unknown, index?: number): void {
  if (!isRecord(fault)) {
    throw new InvalidFaultError(`${place(index)} must be an object with a 'fault', not ${show(fault)}`, index)
  }
  const { fault: name, ...rest } = fault
  if (!isFaultName(name)) {
    throw new InvalidFaultError(
      `${place(index)}: 'fault' must be one of ${faultNames.join(', ')}, not ${show(name)}`,
      index,
      'fault',
    )
  }
  const check = (fields: Checks, values: Readonly<Record<string, unknown>>, path = '') =>
    checkFields(`${place(index)} (${name})`, fields, values, index, path)
  check({ ...kindOf(name).fields, ...(index === undefined ? {} : times) }, rest)
  const { at, after, every } = rest
  if (after === undefined) return
  if (at !== undefined || every !== undefined) {
    const other = at !== undefined ? 'at' : 'every'
    throw new InvalidFaultError(
      `${place(index)} (${name}) has both 'after' and '${other}': it begins by the clock or by what happens`,
      index,
      other,
    )
  }
  const trigger = after as Record<string, unknown>
  const event = Object.keys(triggers).find(event => event in trigger)
  if (event === undefined) {
    throw new InvalidFaultError(
      `${place(index)} (${name}): 'after' must count one of ${Object.keys(triggers).join(', ')}`,
      index,
      'after',
    )
  }
  check(triggers[event] ?? {}, trigger, 'after.')
}

function checkFields(
  place: string,
  fields: Checks,
  values: Readonly<Record<string, unknown>>,
  index: number | undefined,
  path: string,
): void {
  for (const name of Object.keys(values)) {
    if (Object.hasOwn(fields, name) || values[name] === undefined) continue
    const known = Object.keys(fields).join(', ')
    throw new InvalidFaultError(`${place} has no '${path}${name}': it takes ${known}`, index, path + name)
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value === undefined ? 'isOptional' in field : field.accepts(value)) continue
    throw new InvalidFaultError(
      value === undefined
        ? `${place} needs '${path}${name}': ${field.expected}`
        : `${place}: '${path}${name}' must be ${field.expected}, not ${show(value)}`,
      index,
      path + name,
    )
  }
}

function place(index: number | undefined): string {
  return index === undefined ? 'The fault' : `Fault ${index}`
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
