/**
 * Turns arguments and data of any shape into channels, or into `INVALID_CHANNEL` before anything is
 * sent.
 */
import { isInteger, isRecord, type OptionHints } from '../../validation/check.js'
import { guarded } from '../../validation/guarded.js'
import { nearestName } from '../../validation/nearest-name.js'
import { printValue } from '../../validation/print-value.js'
import type { Channel, ChannelOf, Kind } from '../channel.js'
import { fieldsOf, hasSymbol, isKind, KINDS, optionNames, SUBSCRIPTION_OPTIONS } from './channel-fields.js'
import { checkSymbol, checkSymbols } from './check-symbols.js'
import { InvalidChannelError } from '../errors/channel-errors.js'
import { Freq } from '../freq.js'

/** Names of fields and options elsewhere, each with ours. */
const HINTS: OptionHints = {
  interval: 'freq',
  limit: 'levels',
  depth: 'levels',
  updateSpeed: 'speed',
  tz: 'timeZone',
}

/** Arguments of a method, not checked yet. */
export interface ChannelArguments {
  readonly symbols?: unknown
  readonly options: unknown
  readonly fields?: readonly object[]
}

/**
 * The channels of a method's arguments: one for each symbol and each of `fields`, which are the
 * arguments that have no default. `symbols` is ignored where the kind has none.
 */
export function channelsOf<K extends Kind>(
  kind: K,
  { symbols, options, fields = [{}] }: ChannelArguments,
): readonly ChannelOf<K>[] {
  return reading(kind, () => {
    const chosen = readChannelOptions(kind, options)
    const named = hasSymbol(kind) ? checkSymbols(kind, symbols).map(symbol => ({ symbol })) : [{}]
    return named.flatMap(symbol =>
      fields.map(field => toChannel({ ...chosen, ...symbol, ...field, kind }) as ChannelOf<K>),
    )
  })
}

/** A channel given as data, checked and with the defaults filled in. */
export function checkChannel<C extends Channel>(channel: C): C {
  return reading('channel', () => {
    const given: unknown = channel
    if (isRecord(given)) return toChannel(given) as C
    const advice = Array.isArray(given) ? '; call channel$ once for each channel' : ''
    throw new InvalidChannelError(
      'channel',
      `should be an object such as { kind: 'trade', symbol: 'BTCUSDT' }, got ${printValue(given)}${advice}`,
    )
  })
}

/** The intervals of `kline$`: one or several. */
export function checkFreqs(freqs: unknown): readonly { readonly freq: unknown }[] {
  return reading('kline', () => {
    if (freqs === undefined || (Array.isArray(freqs) && freqs.length === 0))
      throw new InvalidChannelError('kline', 'no interval was given; name at least one, such as Freq.m1')
    const list: readonly unknown[] = Array.isArray(freqs) ? freqs : [freqs]
    const checked = new Set<unknown>()
    // Counted, as `map` skips the holes of a sparse array.
    for (let index = 0; index < list.length; index++)
      checked.add(oneOf('kline', 'freq', list[index], Object.values(Freq)))
    return [...checked].map(freq => ({ freq }))
  })
}

function toChannel(given: Readonly<Record<string, unknown>>): Channel {
  const { kind, connection } = given
  if (!isKind(kind)) throw unknownKind(kind)
  const fields = fieldsOf(kind)
  const isOfSymbol = hasSymbol(kind)
  checkNames(kind, 'field', given, [
    'kind',
    ...(isOfSymbol ? ['symbol'] : []),
    ...fields.map(([name]) => name),
    'connection',
  ])
  if (connection !== undefined && !isInteger(connection, 0))
    throw new InvalidChannelError(kind, `connection ${printValue(connection)} is not an integer from 0`)
  return {
    kind,
    ...(isOfSymbol && { symbol: checkSymbol(kind, given['symbol']) }),
    ...Object.fromEntries(
      fields.map(([name, { allowed, byDefault }]) => [
        name,
        oneOf(kind, name, given[name] === undefined ? byDefault : given[name], allowed),
      ]),
    ),
    ...(connection !== undefined && { connection }),
  } as Channel
}

function oneOf(kind: Kind, name: string, value: unknown, allowed: readonly unknown[]): unknown {
  if (allowed.includes(value)) return value
  const label = name === 'freq' ? 'interval' : name
  const problem = value === undefined ? 'is missing; it is one of' : `${printValue(value)} is not one of`
  const meant = allowed.find(one => String(one) === value)
  const advice = meant === undefined ? '' : `; write the number ${printValue(meant)}`
  throw new InvalidChannelError(kind, `${label} ${problem} ${allowed.join(', ')}${advice}`)
}

/** The options of the method of `kind`. */
function readChannelOptions(kind: Kind, options: unknown): Readonly<Record<string, unknown>> {
  if (options === undefined) return {}
  const names = optionNames(kind)
  if (!isRecord(options)) {
    throw new InvalidChannelError(
      kind,
      `options should be an object such as { ${names[0]}: … }, got ${printValue(options)}${adviceFor(kind, options)}`,
    )
  }
  checkNames(kind, 'option', options, [...names, ...SUBSCRIPTION_OPTIONS])
  return Object.fromEntries(names.map(name => [name, options[name]]))
}

/** The probable meaning of a value in the place of the options. */
function adviceFor(kind: Kind, options: unknown): string {
  const field = fieldsOf(kind).find(([, { allowed }]) => allowed.includes(options))
  if (field !== undefined) {
    const [name, { byDefault }] = field
    if (byDefault !== undefined) return `; write { ${name}: ${printValue(options)} }`
    return kind === 'kline'
      ? '; pass several intervals as an array'
      : `; subscribe to each ${name} separately`
  }
  if (typeof options !== 'string') return ''
  return hasSymbol(kind)
    ? "; pass several symbols as an array, such as ['BTCUSDT', 'ETHUSDT']"
    : '; the channel is of the whole market and takes no symbol'
}

function checkNames(
  kind: Kind,
  what: 'option' | 'field',
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of Object.keys(given)) {
    if (names.includes(name) || given[name] === undefined) continue
    const hints = Object.keys(HINTS).filter(hint => names.includes(HINTS[hint] as string))
    const nearest = nearestName(name, [...names, ...hints])
    const advice = nearest === undefined ? '' : ` Did you mean ${HINTS[nearest] ?? nearest}?`
    throw new InvalidChannelError(
      kind,
      `${printValue(name)} is not ${what === 'option' ? 'an option' : 'a field'}, got ${printValue(given[name])}.${advice} ${what === 'option' ? 'Options' : 'Fields'}: ${names.join(', ')}`,
    )
  }
}

function unknownKind(kind: unknown): InvalidChannelError {
  const nearest = typeof kind === 'string' ? nearestName(kind, KINDS) : undefined
  const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  return new InvalidChannelError(
    'channel',
    `${printValue(kind)} is not a kind of channel.${advice} Kinds: ${KINDS.join(', ')}`,
  )
}

const reading = <T>(kind: string, read: () => T): T =>
  guarded(read, cause => new InvalidChannelError(kind, 'the arguments cannot be read', cause))
