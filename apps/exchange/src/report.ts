/** What the command prints: where the exchange is, a line a second, and a summary. */
import type { Address, Exchange, Playback } from 'rxmarket/simulator'
import type { Settings } from './flags.js'

/** Where clients find it. */
export function greeting(
  { url, restUrl }: Address,
  { seed, preset, symbols, speed }: Settings,
  faults: number,
  tape: Playback | undefined,
): string {
  const [symbol = 'BTCUSDT'] = symbols
  const streams = tape?.streams ?? ['trade', 'depth'].map(kind => `${symbol.toLowerCase()}@${kind}`)
  const [first = '', second = ''] = streams
  const market =
    tape === undefined
      ? `${symbols.join(' ')}, made up (seed ${seed}, ${preset})`
      : `${tape.symbols.join(' ')}, recorded (${tape.frames} frames, ${speed} times as fast); begins when a client subscribes; REST tells of a market that is made up`
  return [
    `streams  ${url}/ws/${first}`,
    ...(second === '' ? [] : [`         ${url}/stream?streams=${first}/${second}`]),
    `REST     ${restUrl}/api/v3/depth?symbol=${symbol}`,
    `market   ${market}`,
    ...(faults === 0 ? [] : [`faults   ${faults} scheduled`]),
    '',
  ].join('\n')
}

/** Counts what happens between two lines. */
export class Report {
  #sent = 0
  /** Names of the faults that have begun since the last line. */
  #fresh: string[] = []

  readonly #exchange: Exchange

  constructor(exchange: Exchange) {
    this.#exchange = exchange

    exchange.faults.begun$.subscribe(({ fault }) => this.#fresh.push(fault))
  }

  /** A line of a second; at another rate than one a second its frames are still those since the last. */
  line(now: Date): string {
    const { connections, faults, sent } = this.#exchange
    const streams = new Set(connections.flatMap(({ subscriptions }) => subscriptions)).size
    const frames = sent - this.#sent
    this.#sent = sent
    const begun = [...new Set(this.#fresh)].join(' ')
    this.#fresh = []
    const news = begun === '' ? '' : ` (${begun})`
    return `${clock(now)} connections=${connections.length} streams=${streams} frames/s=${frames} faults=${faults.begun}${news}\n`
  }

  summary(milliseconds: number): string {
    const { attempts, refused, sent, faults } = this.#exchange
    return `Ended after ${(milliseconds / 1_000).toFixed(1)} s: ${attempts - refused} connections, ${refused} refused, ${sent} frames, ${faults.begun} faults.\n`
  }
}

function clock(now: Date): string {
  return now.toTimeString().slice(0, 8)
}
