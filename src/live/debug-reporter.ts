/**
 * Reports the frames, commands, socket events, statuses and errors of one connection to the `debug`
 * option.
 */
import type { SchedulerLike } from 'rxjs'
import type { FrameData } from '../codec/frame.js'
import type { DebugEntry, DebugSocket } from '../model/debug-entry.js'
import type { MarketError } from '../validation/market-error.js'
import type { ConnectionStatus } from '../model/status.js'
import { cleanText, isClean } from '../validation/clean-text.js'
import { printValue } from '../validation/print-value.js'
import { redactUrl, redactUrls } from '../validation/redact-url.js'
import type { Transport, TransportFactory } from './transport/transport.js'

/** Characters of a text, and bytes of a frame that are decoded. */
const MAX_LENGTH = 1_000

type Details<E> = E extends unknown ? Omit<E, 'connection' | 'at'> : never

export class DebugReporter {
  readonly #debug: (entry: DebugEntry) => void
  readonly #connection: number
  readonly #scheduler: SchedulerLike
  #sessionCount = 0

  constructor(debug: (entry: DebugEntry) => void, connection: number, scheduler: SchedulerLike) {
    this.#debug = debug
    this.#connection = connection
    this.#scheduler = scheduler
  }

  onStatus(status: ConnectionStatus): void {
    this.#report({ type: 'status', status })
  }

  onError(error: MarketError): void {
    this.#report({ type: 'error', error })
  }

  /** `open` with a report of everything that passes. */
  observe(open: TransportFactory): TransportFactory {
    return (url, listener) => {
      const session = ++this.#sessionCount
      const onSocket = (event: DebugSocket['event'], detail = ''): void =>
        this.#report({ type: 'socket', session, event, detail: printable(detail) })
      onSocket('opening', redactUrl(url))
      const transport: Transport = open(url, {
        onOpen: () => {
          onSocket('open')
          listener.onOpen()
        },
        onMessage: data => {
          this.#report({ type: 'frame', session, text: printable(headOf(data)), size: data.length })
          listener.onMessage(data)
        },
        onPing: () => {
          onSocket('ping')
          listener.onPing()
        },
        onError: cause => {
          onSocket('error', printValue(cause, { maxLength: MAX_LENGTH }))
          listener.onError(cause)
        },
        onClose: (code, reason, cause) => {
          onSocket('closed', `${code} ${reason}`.trimEnd())
          listener.onClose(code, reason, cause)
        },
      })
      return {
        ...transport,
        send: text => {
          this.#report({ type: 'command', session, text })
          transport.send(text)
        },
        close: code => {
          onSocket('closing')
          transport.close(code)
        },
        terminate: () => {
          onSocket('terminated')
          transport.terminate()
        },
      }
    }
  }

  #report(details: Details<DebugEntry>): void {
    this.#debug({ ...details, connection: this.#connection, at: this.#scheduler.now() })
  }
}

/** The start of a frame, which may have megabytes. */
function headOf(data: FrameData): string {
  if (typeof data === 'string') return data.slice(0, MAX_LENGTH + 1)
  return new TextDecoder().decode(data.subarray(0, MAX_LENGTH + 1))
}

function printable(text: string): string {
  const redacted = redactUrls(text)
  // Most frames are, and need no copy.
  return isClean(redacted, MAX_LENGTH) ? redacted : cleanText(redacted, MAX_LENGTH)
}
