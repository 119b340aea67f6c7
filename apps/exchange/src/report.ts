/** Prints the addresses, a line a second while something happens, and a summary. */
import type { Address, Exchange, Playback } from 'rxmarket/simulator'
import type { Settings } from './flags.js'

/** The addresses and what is served there. */
export function greeting(
  { url, restUrl }: Address,
  { seed, preset, symbols, speed }: Settings,
  faults: number,
  playback: Playback | undefined,
): string {
  const [symbol = 'BTCUSDT'] = symbols
  const streams = playback?.streams ?? ['trade', 'depth'].map(kind => `${symbol.toLowerCase()}@${kind}`)
  const [first = '', second = ''] = streams
  const market =
    playback === undefined
      ? `${symbols.join(' ')}, simulated (seed ${seed}, ${preset})`
      : `${playback.symbols.join(' ')}, recorded (${playback.frames} frames, ${speed} times as fast); begins when a client subscribes; REST serves a simulated market, with the recording's order books`
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
  readonly #exchange: Exchange
  /** Names of the faults that have started since the last line. */
  #started: string[] = []
  #sent = 0
  /** The last line without its time. */
  #last = ''

  constructor(exchange: Exchange) {
    this.#exchange = exchange
    exchange.faults.begun$.subscribe(({ fault }) => this.#started.push(fault))
  }

  /** The line of a second; empty while no client is connected and nothing has changed. */
  line(now: Date): string {
    const { connections, faults, sent } = this.#exchange
    const streams = new Set(connections.flatMap(({ subscriptions }) => subscriptions)).size
    const frames = sent - this.#sent
    this.#sent = sent
    const started = [...new Set(this.#started)].join(' ')
    this.#started = []
    const suffix = started === '' ? '' : ` (${started})`
    const line = `connections=${connections.length} streams=${streams} frames/s=${frames} faults=${faults.begun}${suffix}`
    const isIdle = connections.length === 0 && (line === this.#last || this.#last === '') && suffix === ''
    if (!isIdle) this.#last = line
    return isIdle ? '' : `${now.toTimeString().slice(0, 8)} ${line}\n`
  }

  summary(milliseconds: number): string {
    const exchange = this.#exchange
    const { attempts, sent, faults } = exchange
    const rejected = exchange.refused
    return `Ended after ${(milliseconds / 1_000).toFixed(1)} s: ${attempts - rejected} connections, ${rejected} rejected, ${sent} frames, ${faults.begun} faults.\n`
  }
}
