/** Checks the options of a live market and fills in the defaults. Opens nothing. */
import { asyncScheduler, type SchedulerLike } from 'rxjs'
import {
  check,
  checkBooleanOrObject,
  checkBoolean,
  checkDuration,
  checkFunction,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkScheduler,
  isInteger,
  isNumber,
} from './validation/check.js'
import { COMPILE_BY_DEFAULT } from './codec/fast-path/compile-default.js'
import {
  OPTION_HINTS,
  OPTION_NAMES,
  POOL_HINTS,
  RECONNECT_HINTS,
  RECONNECT_NAMES,
  ROTATION_NAMES,
} from './live-option-names.js'
import { backfillSettings } from './backfill/backfill-settings.js'
import type { BackfillOption } from './model/gap.js'
import type { DebugEntry } from './model/debug-entry.js'
import type {
  Compression,
  HttpRequest,
  LiveOptions,
  ReconnectOptions,
  RotationOptions,
  TimeUnit,
  WebSocketLike,
} from './options.js'
import { guarded } from './validation/guarded.js'
import { checkConnect, checkExchange, checkUrlType } from './validation/handshake-options.js'
import { checkAgent, checkHeaders } from './validation/handshake-headers.js'
import { InvalidOptionError } from './validation/invalid-option-error.js'
import { MAX_DELAY } from './validation/limits.js'
import { printValue } from './validation/print-value.js'
import { readOptions } from './validation/read-options.js'
import { redactUrl } from './validation/redact-url.js'

/** {@link ReconnectOptions} with the defaults filled in. */
export type ReconnectSettings = Required<ReconnectOptions>

/** {@link RotationOptions} with the defaults filled in. */
export interface RotationSettings {
  readonly after: number
  readonly hour: number | undefined
  readonly random?: (() => number) | undefined
}

/** {@link LiveOptions}, checked, with the defaults filled in. */
export interface LiveSettings {
  /** As given: the venue checks it and knows the default. */
  readonly urls: readonly string[] | undefined
  readonly reconnect: ReconnectSettings | false
  readonly rotation: RotationSettings | false
  readonly mirror: number
  readonly heartbeatInterval: number
  readonly connectTimeout: number
  readonly commandTimeout: number
  readonly closeTimeout: number
  readonly linger: number
  readonly maxFrameBytes: number
  readonly compression: Exclude<Compression, true>
  readonly maxConnections: number
  readonly timeUnit: TimeUnit
  readonly compile: boolean
  readonly scheduler: SchedulerLike
  readonly headers: Readonly<Record<string, string>> | undefined
  readonly agent: object | undefined
  readonly connect: ((url: string) => WebSocketLike) | undefined
  /** As given: the venue checks it and knows the default. */
  readonly restUrl: string | undefined
  /** Default: `fetch`, which only the exchange's own address, or `restUrl`, may be asked with. */
  readonly request: HttpRequest | undefined
  readonly checkSymbols: boolean
  readonly backfill: BackfillOption
  readonly debug: ((entry: DebugEntry) => void) | undefined
}

export const DEFAULT_RECONNECT: ReconnectSettings = {
  maxAttempts: 5,
  initialDelay: 1_000,
  maxDelay: 60_000,
  factor: 2,
  jitter: 0.5,
  minUptime: 5_000,
  random: Math.random,
}

const IN_MEMORY = 'http://exchange.local'
const MIN_HEARTBEAT_INTERVAL = 1_000
const DAY = 86_400_000
const MIN_ROTATION_AFTER = 1_000
const DEFAULT_ROTATION_AFTER = 82_800_000
const MAX_MIRROR = 4
/** Addresses of a list. */
const MAX_URLS = 100

/**
 * Checks `options` and fills in the defaults; throws `INVALID_OPTION`. `subject` is the function
 * that takes them.
 */
export function liveSettings(subject: string, options: unknown): LiveSettings {
  return guarded(
    () => readSettings(subject, options),
    cause => new InvalidOptionError('options', `of ${subject} cannot be read`, cause),
  )
}

function readSettings(subject: string, options: unknown): LiveSettings {
  if (typeof options === 'string') {
    const url = printValue(redactUrl(options))
    throw new InvalidOptionError(
      'options',
      `of ${subject} should be an object, got ${url}; write ${subject}({ url: ${url} })`,
    )
  }
  const given: LiveOptions = readOptions(subject, options, OPTION_NAMES, { hints: OPTION_HINTS })
  const exchange = given.exchange === undefined ? undefined : checkExchange('exchange', given.exchange)
  const { url, timeUnit = 'millisecond', compile = COMPILE_BY_DEFAULT } = given
  const { scheduler = exchange?.scheduler ?? asyncScheduler } = given
  const { maxFrameBytes = 16 * 1024 * 1024, headers, agent, debug, checkSymbols = false } = given
  const { backfill = false, mirror = 1 } = given
  const { connect = exchange?.connect, request = exchange?.request$ } = given
  // Any address will do: the exchange in this process ignores it.
  const { restUrl = exchange !== undefined && request === exchange.request$ ? IN_MEMORY : undefined } = given
  checkInteger('mirror', mirror, 1, MAX_MIRROR)
  checkOneOf('timeUnit', timeUnit, ['millisecond', 'microsecond'])
  if (given.numeric !== undefined)
    checkFunction('numeric', given.numeric, 'a function from a string, such as String')
  checkBoolean('compile', compile)
  checkInteger('maxFrameBytes', maxFrameBytes, 1)
  checkScheduler('scheduler', scheduler)
  if (headers !== undefined) checkHeaders('headers', headers)
  if (agent !== undefined) checkAgent('agent', agent)
  if (connect !== undefined) checkConnect('connect', connect)
  if (restUrl !== undefined) checkUrlType('restUrl', restUrl, 'https://host:port')
  if (request !== undefined)
    checkFunction('request', request, 'a function from a URL to an observable of its response')
  checkBoolean('checkSymbols', checkSymbols)
  backfillSettings(subject, backfill)
  if (debug !== undefined) checkFunction('debug', debug, 'a function from an entry, such as console.log')
  return {
    urls: urls(url),
    reconnect: reconnectSettings(subject, given.reconnect),
    rotation: rotationSettings(subject, given.rotation),
    mirror,
    heartbeatInterval: heartbeatInterval(given.heartbeatInterval),
    connectTimeout: duration('connectTimeout', given.connectTimeout, 30_000),
    commandTimeout: duration('commandTimeout', given.commandTimeout, 5_000),
    closeTimeout: duration('closeTimeout', given.closeTimeout, 2_000, 0),
    linger: duration('linger', given.linger, 1_000, 0),
    maxFrameBytes,
    compression: compressionSettings(subject, given.compression),
    maxConnections: maxConnections(subject, given.pool),
    timeUnit,
    compile,
    scheduler,
    headers,
    agent,
    connect,
    restUrl,
    request,
    checkSymbols,
    backfill,
    debug,
  }
}

function reconnectSettings(subject: string, reconnect: unknown = true): ReconnectSettings | false {
  checkBooleanOrObject('reconnect', reconnect, '{ maxAttempts: Infinity }')
  if (reconnect === false) return false
  const given: ReconnectOptions =
    reconnect === true
      ? {}
      : readOptions(subject, reconnect, RECONNECT_NAMES, { path: 'reconnect', hints: RECONNECT_HINTS })
  const { maxAttempts = 5, factor = 2, jitter = 0.5, random = DEFAULT_RECONNECT.random } = given
  const isCount = maxAttempts === Infinity || isInteger(maxAttempts, 0, MAX_DELAY)
  check('reconnect.maxAttempts', maxAttempts, isCount, 'an integer from 0, or Infinity')
  checkNumber('reconnect.factor', factor, 1)
  checkNumber('reconnect.jitter', jitter, 0, 1)
  checkFunction('reconnect.random', random, 'a function that returns a number from 0 to below 1')
  const delay = (name: 'initialDelay' | 'maxDelay' | 'minUptime'): number =>
    duration(`reconnect.${name}`, given[name], DEFAULT_RECONNECT[name], 0)
  return {
    maxAttempts,
    factor,
    jitter,
    random,
    initialDelay: delay('initialDelay'),
    maxDelay: delay('maxDelay'),
    minUptime: delay('minUptime'),
  }
}

function urls(url: unknown): readonly string[] | undefined {
  if (url === undefined) return undefined
  const isList = Array.isArray(url)
  const count = isList ? url.length : 1
  check('url', url, isInteger(count, 1, MAX_URLS), `an address, or a list of 1 to ${MAX_URLS}`)
  // Copied first, so that what is checked is what is used.
  const list: readonly unknown[] = isList ? [...(url as readonly unknown[])] : [url]
  list.forEach((each, index) => checkUrlType(isList ? `url[${index}]` : 'url', each))
  return list as readonly string[]
}

function rotationSettings(subject: string, rotation: unknown = true): RotationSettings | false {
  checkBooleanOrObject('rotation', rotation, '{ hour: 3 }')
  if (rotation === false) return false
  const {
    after = DEFAULT_ROTATION_AFTER,
    hour,
    random,
  }: RotationOptions = rotation === true
    ? {}
    : readOptions(subject, rotation, ROTATION_NAMES, { path: 'rotation' })
  check(
    'rotation.after',
    after,
    isNumber(after, MIN_ROTATION_AFTER, DAY),
    `milliseconds from ${MIN_ROTATION_AFTER} to ${DAY} (24 hours)`,
  )
  if (hour !== undefined)
    check('rotation.hour', hour, isInteger(hour, 0, 23), 'an hour of the day, UTC, 0 to 23')
  if (random !== undefined)
    checkFunction('rotation.random', random, 'a function that returns a number from 0 to below 1')
  return { after, hour, random }
}

function compressionSettings(subject: string, compression: unknown = false): LiveSettings['compression'] {
  const example = isInteger(compression, 0, 9) ? compression : 6
  checkBooleanOrObject('compression', compression, `{ level: ${example} }`)
  if (typeof compression === 'boolean') return compression && {}
  const { level } = readOptions(subject, compression, ['level'], { path: 'compression' }) as {
    level?: number
  }
  if (level === undefined) return {}
  checkInteger('compression.level', level, 0, 9)
  return { level }
}

function maxConnections(subject: string, pool: unknown): number {
  const given = readOptions(subject, pool, ['maxConnections'], { path: 'pool', hints: POOL_HINTS })
  const { maxConnections: value = 5 } = given as NonNullable<LiveOptions['pool']>
  checkInteger('pool.maxConnections', value, 1, 300)
  return value
}

function heartbeatInterval(interval: number = 30_000): number {
  if (isNumber(interval, 1, MIN_HEARTBEAT_INTERVAL - 1)) {
    throw new InvalidOptionError(
      'heartbeatInterval',
      `should be milliseconds from ${MIN_HEARTBEAT_INTERVAL} to ${MAX_DELAY}, got ${interval}; for ${interval} seconds write ${interval * 1_000}`,
    )
  }
  return duration('heartbeatInterval', interval, 30_000, MIN_HEARTBEAT_INTERVAL)
}

function duration(option: string, value: number | undefined, byDefault: number, min = 1): number {
  if (value === undefined) return byDefault
  checkDuration(option, value, min)
  return value
}
