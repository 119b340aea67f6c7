/** Turns io-ts's validation errors, which hold on to the whole message, into one small error that does not. */
import type { Errors } from 'io-ts'
import type { Channel } from '../model/channel.js'
import { DecodeError } from '../model/errors.js'

const SAMPLE_LENGTH = 80

/** The first thing wrong with a payload that stood at `root` of its frame. */
export function decodeError(channel: Channel | undefined, root: string, errors: Errors): DecodeError {
  const [first] = errors
  const steps = first?.context ?? []
  const path = [root, ...steps.map(step => step.key)].filter(key => key !== '').join('.')
  const expected = steps.at(-1)?.type.name ?? 'another value'
  return new DecodeError(channel, path, expected, sample(first?.value))
}

/** A value as JSON, short, in a string of its own: a slice would keep the whole text it was cut from in memory. */
export function sample(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text =
    typeof value === 'string' ? JSON.stringify(value.slice(0, SAMPLE_LENGTH)) : JSON.stringify(value)
  const short = text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH - 1)}…` : text
  return Array.from(short).join('')
}
