/** Flags: what the command line asks for, or one line that says what is wrong with it. */
import { parseArgs } from 'node:util'
import { defaultSymbols, type Preset, presets } from 'rxmarket/simulator'
import { Failure, USAGE } from './failure.js'

export interface Settings {
  readonly port: number
  readonly host: string
  /** Upper case, none twice. */
  readonly symbols: readonly string[]
  readonly seed: number
  readonly preset: Preset
  /** A schedule of faults, as a path. */
  readonly faults?: string
  /** A recording in place of the market, as a path. */
  readonly playback?: string
  readonly speed: number
}

/** Where the real exchange has its streams. Source: web-socket-streams.md, General WSS information. */
const PORT = 9_443

export const HELP = `Usage: rxmarket-exchange [options]

A Binance-compatible spot exchange on this machine: streams and REST of a market that is made up, or of a recording.

  --port N         where it listens; 0 for any free port (default: ${PORT})
  --host ADDRESS   at which address (default: 127.0.0.1, this machine only)
  --symbols LIST   what is listed, with commas (default: ${defaultSymbols.slice(0, 3).join(',')} and ${defaultSymbols.length - 3} more)
  --seed N         chooses the market (default: 1)
  --preset NAME    how lively it is: ${Object.keys(presets).join(', ')} (default: usual)
  --faults FILE    what goes wrong, and when: a list in JSON, such as
                   [{ "at": 60000, "fault": "drop", "code": 1011 }]
  --playback FILE  play a recording, packed by gzip or not, in place of the market, and end with it
  --speed N        play it so many times as fast; Infinity for as fast as clients take it (default: 1)
  -h, --help       say this
  -v, --version    say which version this is
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
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** The settings, or which text was asked for. Throws a {@link Failure} with exit code 2. */
export function parseFlags(argv: readonly string[]): Settings | 'help' | 'version' {
  const flags = read(argv)
  if (flags.help) return 'help'
  if (flags.version) return 'version'
  const { faults, playback, speed } = flags
  // An address of IPv6 may come as it stands in a URL.
  const host = (flags.host ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1')
  if (host === '') throw wrong('host', 'an address, such as 127.0.0.1', host)
  if (faults === '') throw wrong('faults', 'the name of a file', faults)
  if (playback === '') throw wrong('playback', 'the name of a file', playback)
  if (speed !== undefined && playback === undefined) {
    throw new Failure('--speed is the speed of a recording: give --playback FILE with it', USAGE)
  }
  return {
    host,
    port: number('port', flags.port, PORT, 'a whole number from 0 to 65535', n => isWhole(n, 0, 65_535)),
    symbols: symbolsOf(flags.symbols),
    seed: number('seed', flags.seed, 1, 'a whole number', n => Number.isSafeInteger(n)),
    preset: presetOf(flags.preset),
    speed: number('speed', speed, 1, 'a number above 0', n => n > 0),
    ...(faults !== undefined && { faults }),
    ...(playback !== undefined && { playback }),
  }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: withSigns(argv), options: OPTIONS, strict: true }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // What follows the first sentence tells how to write a file's name that begins with a dash.
    const [what = ''] = error.message.split(/\. |\n/)
    throw new Failure(`${what.replace(/\.$/, '')}; --help tells what there is`, USAGE)
  }
}

/** `--seed -5` as `--seed=-5`: no option's name begins with a digit, so that a number is meant. */
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
  usual: number,
  expected: string,
  isRight: (value: number) => boolean,
): number {
  if (text === undefined) return usual
  const value = text.trim() === '' ? NaN : Number(text)
  if (!isRight(value)) throw wrong(name, expected, text)
  return value
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function symbolsOf(lists: readonly string[] | undefined): readonly string[] {
  if (lists === undefined) return defaultSymbols
  const names = lists.flatMap(list => list.split(/[\s,]+/)).filter(name => name !== '')
  const odd = names.find(name => !/^[\p{L}\p{N}_.-]{2,40}$/u.test(name))
  if (odd !== undefined || names.length === 0) {
    throw wrong('symbols', 'a list such as BTCUSDT,ETHUSDT', odd ?? lists.join(','))
  }
  return [...new Set(names.map(name => name.toUpperCase()))]
}

function presetOf(name = 'usual'): Preset {
  if (!Object.hasOwn(presets, name)) throw wrong('preset', `one of ${Object.keys(presets).join(', ')}`, name)
  return name as Preset
}

function wrong(name: string, expected: string, text: string): Failure {
  return new Failure(`--${name} must be ${expected}, not '${text}'`, USAGE)
}
