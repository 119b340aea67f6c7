/** Parses the command line. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { CliError, USAGE_ERROR } from '../cli-error.js'
import { version } from './version.js'

/** The target to watch, discriminated by `kind`. */
export type SourceOptions =
  | { readonly kind: 'embedded'; readonly seed: number }
  | { readonly kind: 'live' }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'capture'; readonly file: string; readonly speed: number }

export interface Settings {
  readonly source: SourceOptions
  /** Upper case and distinct; empty for the default. */
  readonly symbols: readonly string[]
  /** The symbol whose order book is watched in place of a table; upper case. */
  readonly book?: string
  readonly isPlain: boolean
}

interface Flags {
  readonly live?: true
  readonly url?: string
  readonly capture?: string
  readonly speed?: number
  readonly seed?: number
  readonly book?: string
  readonly plain?: true
  readonly version?: true
}

/**
 * Returns the settings, or the output of `--help` or `--version`. Throws a {@link CliError} with
 * exit code 2.
 */
export function parseFlags(argv: readonly string[]): Settings | { readonly output: string } {
  const command = createCommand()
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return { output: command.helpInformation() }
    throw new CliError(`${error.message.replace(/^error: |\.$/g, '')}; see --help`, USAGE_ERROR)
  }
  const flags = command.opts<Flags>()
  if (flags.version) return { output: `${version()}\n` }
  const symbols = [...new Set(command.args.map(symbol => symbol.toUpperCase()))]
  const book = flags.book?.toUpperCase()
  if (book !== undefined && symbols.length > 0) {
    throw new CliError(
      `--book shows one symbol, ${book}: leave out ${symbols.join(', ')}, or --book`,
      USAGE_ERROR,
    )
  }
  return {
    source: sourceOptions(flags),
    symbols,
    ...(book !== undefined && { book }),
    isPlain: flags.plain ?? false,
  }
}

function sourceOptions({ live, url, capture, speed, seed }: Flags): SourceOptions {
  if (speed !== undefined && capture === undefined) {
    throw new CliError('--speed applies to a recording only: add --capture FILE', USAGE_ERROR)
  }
  if (live) return { kind: 'live' }
  if (url !== undefined) return { kind: 'url', url }
  if (capture !== undefined) return { kind: 'capture', file: capture, speed: speed ?? 1 }
  return { kind: 'embedded', seed: seed ?? 1 }
}

function createCommand(): Command {
  return new Command('monitor')
    .description(
      'Watches markets in the terminal: by default on an embedded exchange.\nWith npm, put the flags after two dashes: npm run monitor -- --live BTCUSDT',
    )
    .argument(
      '[symbols...]',
      'symbols to watch, in upper or lower case (default: BTCUSDT ETHUSDT BNBUSDT ADAUSDT)',
    )
    .addOption(new Option('--live', 'watch Binance').conflicts(['url', 'capture', 'seed']))
    .addOption(
      new Option('--url <url>', 'watch an exchange with the same protocol').conflicts(['capture', 'seed']),
    )
    .addOption(new Option('--capture <file>', 'play a recording; .gz is decompressed').conflicts('seed'))
    .option('--speed <factor>', 'speed of the recording (default: 1)', parsePositive)
    .option('--seed <number>', 'random seed of the embedded exchange (default: 1)', parseInteger)
    .addOption(
      new Option('--book <symbol>', 'watch the order book of one symbol, such as BTCUSDT').conflicts(
        'capture',
      ),
    )
    .option('--plain', 'print lines, the default when the output is not a terminal')
    .option('-v, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
}

function parsePositive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('Give a number above 0, such as 10.')
  return number
}

function parseInteger(text: string): number {
  const number = Number(text)
  if (text === '' || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Give an integer.')
  return number
}
