/** Flags: what the command line asks for, or one line that says what is wrong with it. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { Failure, USAGE } from './core/failure.js'

/** What to watch, told apart by `from`. */
export type Origin =
  | { readonly from: 'embedded'; readonly seed: number }
  | { readonly from: 'live' }
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'capture'; readonly file: string; readonly speed: number }

export interface Settings {
  readonly origin: Origin
  /** Upper case, none twice; empty for the default. */
  readonly symbols: readonly string[]
  readonly isPlain: boolean
}

interface Flags {
  readonly live?: true
  readonly url?: string
  readonly capture?: string
  readonly speed?: number
  readonly seed?: number
  readonly plain?: true
}

/** The settings, or the text of `--help`. Throws a {@link Failure} with exit code 2. */
export function parseFlags(argv: readonly string[]): Settings | { readonly help: string } {
  const command = createCommand()
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.code === 'commander.helpDisplayed') return { help: command.helpInformation() }
    throw new Failure(`${error.message.replace(/^error: |\.$/g, '')}; --help tells what there is`, USAGE)
  }
  const flags = command.opts<Flags>()
  return {
    origin: originOf(flags),
    symbols: [...new Set(command.args.map(symbol => symbol.toUpperCase()))],
    isPlain: flags.plain ?? false,
  }
}

function originOf({ live, url, capture, speed, seed }: Flags): Origin {
  if (speed !== undefined && capture === undefined) {
    throw new Failure('--speed is the speed of a recording: give --capture FILE with it', USAGE)
  }
  if (live) return { from: 'live' }
  if (url !== undefined) return { from: 'url', url }
  if (capture !== undefined) return { from: 'capture', file: capture, speed: speed ?? 1 }
  return { from: 'embedded', seed: seed ?? 1 }
}

function createCommand(): Command {
  return new Command('monitor')
    .description(
      'Watches markets in the terminal: an embedded exchange unless told otherwise.\nThrough npm, flags stand behind two dashes: npm start -- --live BTCUSDT',
    )
    .argument('[symbols...]', 'what to watch, in any case (default: BTCUSDT ETHUSDT BNBUSDT ADAUSDT)')
    .addOption(new Option('--live', 'watch Binance').conflicts(['url', 'capture', 'seed']))
    .addOption(
      new Option('--url <url>', 'watch an exchange that speaks the same protocol').conflicts([
        'capture',
        'seed',
      ]),
    )
    .addOption(new Option('--capture <file>', 'play a recording; .gz is unpacked').conflicts('seed'))
    .option('--speed <factor>', 'play it so many times as fast (default: 1)', positive)
    .option('--seed <number>', 'choose the market of the embedded exchange (default: 1)', whole)
    .option('--plain', 'print lines, as it does by itself when the output is no terminal')
    .helpOption('-h, --help', 'say this')
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
}

function positive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('Give a number above 0, such as 10.')
  return number
}

function whole(text: string): number {
  const number = Number(text)
  if (text === '' || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Give a whole number.')
  return number
}
