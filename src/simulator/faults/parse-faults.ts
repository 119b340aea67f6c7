/** Parses faults and schedules of faults: checks them, and finds their definitions. */
import { isRecord } from '../../validation/check.js'
import { nearestName } from '../../validation/nearest-name.js'
import { printValue } from '../../validation/print-value.js'
import type { FaultDefinition } from './definitions/definition.js'
import {
  anyString,
  count,
  type Field,
  integer,
  milliseconds,
  optional,
  type OptionalField,
  period,
} from './definitions/fields.js'
import { definitions, faultNames } from './definitions/index.js'
import type { AfterEvent, AtTime, Fault, FaultName, ScheduledFault } from './fault.js'
import { InvalidFaultError } from './invalid-fault-error.js'

/** A valid fault, its definition, and when it starts. */
export interface ParsedFault {
  readonly fault: Fault
  readonly definition: FaultDefinition<Fault>
  readonly timing: AtTime | AfterEvent
}

type Checks = Readonly<Record<string, Field<unknown> | OptionalField<unknown>>>

const timing: Checks = {
  at: optional(milliseconds),
  after: optional<unknown>({ expected: 'an object such as { "frames": 100 }', accepts: isRecord }),
  every: period,
  times: count,
}

const triggers: Readonly<Record<string, Checks>> = {
  frames: { frames: integer(1), stream: optional(anyString) },
  connections: { connections: integer(1) },
  commands: { commands: integer(1) },
  requests: { requests: integer(1), route: optional(anyString) },
}

/**
 * Checks a schedule of faults in parsed JSON, and returns it.
 *
 * Throws `InvalidFaultError` (`INVALID_FAULT`) for the first mistake, with its entry and field.
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
  parseFaults(json)
  return json as readonly ScheduledFault[]
}

/** Parses a schedule. Throws `INVALID_FAULT`. */
export function parseFaults(schedule: unknown): readonly ParsedFault[] {
  if (!Array.isArray(schedule)) {
    throw new InvalidFaultError(`A schedule of faults must be a list, not ${print(schedule)}`)
  }
  return schedule.map((entry: unknown, index) => parseFault(entry, index))
}

/**
 * Parses a fault. Throws `INVALID_FAULT`. With an index it is an entry of a schedule, and may have
 * a timing.
 */
export function parseFault(input: unknown, index?: number): ParsedFault {
  const subject = index === undefined ? 'The fault' : `Fault ${index}`
  if (!isRecord(input)) {
    throw new InvalidFaultError(`${subject} must be an object with a 'fault', not ${print(input)}`, index)
  }
  const { fault: name, ...fields } = input
  if (!isFaultName(name)) {
    const advice = adviceFor(name, faultNames)
    throw new InvalidFaultError(
      `${subject}: 'fault' must be one of ${faultNames.join(', ')}, not ${print(name)}${advice}`,
      index,
      'fault',
    )
  }
  const definition: FaultDefinition<Fault> = definitions[name]
  const check = (checks: Checks, values: Readonly<Record<string, unknown>>, path = '') =>
    checkFields(`${subject} (${name})`, checks, values, index, path)
  check({ ...definition.fields, ...(index === undefined ? {} : timing) }, fields)
  checkTiming(`${subject} (${name})`, fields, index, check)
  const { at, after, every, times, ...fault } = input as unknown as ScheduledFault
  return { fault, definition, timing: { at, after, every, times } as AtTime | AfterEvent }
}

function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(definitions, name)
}

function checkTiming(
  subject: string,
  { at, after, every }: Readonly<Record<string, unknown>>,
  index: number | undefined,
  check: (checks: Checks, values: Readonly<Record<string, unknown>>, path: string) => void,
): void {
  if (after === undefined) return
  if (at !== undefined || every !== undefined) {
    const other = at !== undefined ? 'at' : 'every'
    throw new InvalidFaultError(
      `${subject} has both 'after' and '${other}': a fault starts either at a time or after events`,
      index,
      other,
    )
  }
  const trigger = after as Record<string, unknown>
  const event = Object.keys(triggers).find(event => event in trigger)
  if (event === undefined) {
    throw new InvalidFaultError(
      `${subject}: 'after' must count one of ${Object.keys(triggers).join(', ')}`,
      index,
      'after',
    )
  }
  check(triggers[event] ?? {}, trigger, 'after.')
}

function checkFields(
  subject: string,
  checks: Checks,
  values: Readonly<Record<string, unknown>>,
  index: number | undefined,
  path: string,
): void {
  const names = Object.keys(checks)
  for (const name of Object.keys(values)) {
    if (Object.hasOwn(checks, name) || values[name] === undefined) continue
    throw new InvalidFaultError(
      `${subject} has no '${path}${name}': it takes ${names.join(', ')}${adviceFor(name, names)}`,
      index,
      path + name,
    )
  }
  for (const name of names) {
    const field = checks[name] as Field<unknown> | OptionalField<unknown>
    const value = values[name]
    if (value === undefined ? 'isOptional' in field : field.accepts(value)) continue
    throw new InvalidFaultError(
      value === undefined
        ? `${subject} needs '${path}${name}': ${field.expected}`
        : `${subject}: '${path}${name}' must be ${field.expected}, not ${print(value)}`,
      index,
      path + name,
    )
  }
}

function adviceFor(name: unknown, names: readonly string[]): string {
  const meant = typeof name === 'string' ? nearestName(name, names) : undefined
  return meant === undefined ? '' : `. Did you mean '${meant}'?`
}

function print(value: unknown): string {
  return printValue(value, { maxLength: 60, quoteKeys: true })
}
