/** Parses and checks the command line. */
import { parseArgs } from 'node:util'
import { defaultSymbols, type Limits, type Preset, presets, type Protocol } from 'rxmarket/simulator'
import { Failure, USAGE } from './failure.js'
import { parseLimits } from './limits.js'

export interface Settings {
  readonly port: number
  readonly host: string
  /** Upper case, none twice. */
  readonly symbols: readonly string[]
  readonly seed: number
  readonly preset: Preset
  /** Path of a schedule of faults. */
  readonly faults?: string
  /** Path of a recording that replaces the market. */
  readonly playback?: string
  readonly speed: number
  readonly limits: Partial<Limits>
  readonly protocol: Protocol
  /** Whether to serve retired names. */
  readonly legacy: boolean
  /** Whether to print errors only. */
  readonly quiet: boolean
}

/**
 * The port of the real exchange's streams. Source: web-socket-streams.md, General WSS information.
 */
const PORT = 9_443

const PROTOCOLS: readonly Protocol[] = ['live', 'documented']

export const HELP = `Usage: rxmarket-exchange [options]

A Binance-compatible spot exchange on this machine: streams and REST of a simulated market, or of a recording.

  --port N            port to listen on; 0 for any free one (default: ${PORT})
  --host ADDRESS      address to listen on (default: 127.0.0.1, this machine only)
  --symbols LIST      listed symbols, separated by commas (default: ${defaultSymbols.slice(0, 3).join(',')} and ${defaultSymbols.length - 3} more)
  --seed N            random seed of the market (default: 1)
  --preset NAME       how active the market is: ${Object.keys(presets).join(', ')} (default: usual)
  --faults FILE       schedule of faults: a list in JSON, such as
                      [{ "at": 60000, "fault": "drop", "code": 1011 }]
  --playback FILE     play a recording, plain or gzip, in place of the market, and end with it
  --speed N           speed of the recording; Infinity for as fast as clients take it (default: 1)
  --limit NAME=VALUE  replace a limit of Binance's, such as messagesPerSecond=Infinity; may be repeated
  --protocol NAME     where Binance differs from its documentation: live, documented (default: live)
  --legacy            serve retired names: /api/v1/*, !ticker@arr, !miniTicker@arr@1000ms
  --quiet             print errors only
  -h, --help          print this text
  -v, --version       print the version
`

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  symbols: { type: 'string', multiple: true },
  seed: { type: 'string' },
  preset: { type: 'string' },
  faults: { type: 'string' },
  playback: { type: 'string' },
  speed: { type: 'string' },
  limit: { type: 'string', multiple: true },
  protocol: { type: 'string' },
  legacy: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** The settings, or which text is requested. Throws a {@link Failure} with exit code 2. */
export function parseFlags(argv: readonly string[]): Settings | 'help' | 'version' {
  const flags = read(argv)
  if (flags.help) return 'help'
  if (flags.version) return 'version'
  const { faults, playback, speed, legacy, quiet } = flags
  // An IPv6 address may be written as in a URL.
  const host = (flags.host ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1')
  if (host === '') throw invalid('host', 'an address, such as 127.0.0.1', host)
  if (faults === '') throw invalid('faults', 'the name of a file', faults)
  if (playback === '') throw invalid('playback', 'the name of a file', playback)
  if (speed !== undefined && playback === undefined) {
    throw new Failure('--speed is the speed of a recording: use it with --playback FILE', USAGE)
  }
  return {
    host,
    port: number('port', flags.port, PORT, 'an integer from 0 to 65535', isPort),
    symbols: symbolsOf(flags.symbols),
    seed: number('seed', flags.seed, 1, 'an integer', n => Number.isSafeInteger(n)),
    preset: oneOf('preset', flags.preset ?? 'usual', Object.keys(presets) as Preset[]),
    speed: number('speed', speed, 1, 'a number above 0', n => n > 0),
    limits: parseLimits(flags.limit ?? []),
    protocol: oneOf('protocol', flags.protocol ?? 'live', PROTOCOLS),
    legacy,
    quiet,
    ...(faults !== undefined && { faults }),
    ...(playback !== undefined && { playback }),
  }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: withSigns(argv), options: OPTIONS, strict: true }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The sentences after the first explain how to write a file name that begins with a dash.
    const [problem = ''] = error.message.split(/\. |\n/)
    throw new Failure(`${problem.replace(/\.$/, '')}; --help lists the options`, USAGE)
  }
}

/** Joins `--seed -5` to `--seed=-5`: no option begins with a digit, so it is a number. */
function withSigns(argv: readonly string[]): string[] {
  const args: string[] = []
  for (const arg of argv) {
    const before = args.at(-1)
    if (/^-[\d.]/.test(arg) && before !== undefined && /^--[a-z]+$/.test(before)) {
      args[args.length - 1] = `${before}=${arg}`
    } else args.push(arg)
  }
  return args
}

function number(
  name: string,
  text: string | undefined,
  byDefault: number,
  expected: string,
  isValid: (value: number) => boolean,
): number {
  if (text === undefined) return byDefault
  const value = text.trim() === '' ? NaN : Number(text)
  if (!isValid(value)) throw invalid(name, expected, text)
  return value
}

const isPort = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 65_535

function symbolsOf(lists: readonly string[] | undefined): readonly string[] {
  if (lists === undefined) return defaultSymbols
  const names = lists.flatMap(list => list.split(/[\s,]+/)).filter(name => name !== '')
  const odd = names.find(name => !/^[\p{L}\p{N}_.-]{2,40}$/u.test(name))
  if (odd !== undefined || names.length === 0) {
    throw invalid('symbols', 'a list such as BTCUSDT,ETHUSDT', odd ?? lists.join(','))
  }
  return [...new Set(names.map(name => name.toUpperCase()))]
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[]): T {
  const value = values.find(each => each === text)
  if (value === undefined) throw invalid(name, `one of ${values.join(', ')}`, text)
  return value
}

function invalid(name: string, expected: string, text: string): Failure {
  return new Failure(`--${name} must be ${expected}, not '${text}'`, USAGE)
}
