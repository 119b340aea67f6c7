/** A peer, as scenarios use it. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const TIMEOUT = 20_000

/**
 * The protocol that a peer is written for, where it is not the default: ids that are not numbers
 * are documented, and close the connection in the exchange that was probed.
 */
const protocols = { 'binance-spot': 'documented' }

/** The protocol that the exchange must speak for these peers to be understood. */
export const protocolFor = names => names.map(name => protocols[name]).find(Boolean) ?? 'live'

/**
 * Starts a peer against an exchange, with additional environment variables. Its calls only reject,
 * in whatever way it ends.
 */
export async function startPeer(name, { url, restUrl }, env = {}) {
  const child = fork(fileURLToPath(new URL('child.mjs', import.meta.url)), [name, url, restUrl], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  })
  const waiting = new Map()
  const events = []
  let ids = 0
  let output = ''
  let death
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', text => (output = `${output}${text}`.slice(-4_000)))

  const answer = id =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle({ error: `no answer within ${TIMEOUT / 1e3} s` }), TIMEOUT)
      const settle = ({ value, error }) => {
        clearTimeout(timer)
        waiting.delete(id)
        if (error === undefined) resolve(value)
        else reject(new Error(error))
      }
      waiting.set(id, settle)
    })
  const opening = answer('opened')

  child.on('message', ({ event, done, value, error, opened }) => {
    if (event !== undefined) {
      const [kind, symbol, text, id] = event
      events.push({ kind, symbol, text, id, at: Date.now() })
    } else if (opened !== undefined) waiting.get('opened')?.({ value: opened })
    else waiting.get(done)?.({ value, error })
  })
  child.on('exit', (code, signal) => {
    const message = /^\s*(\w*Error(?: \[\w+\])?: .*)$|^\s*message: (.*),$/m.exec(output)
    death = `${signal ?? `code ${code}`}: ${message?.[1] ?? message?.[2] ?? output.trim().split('\n').at(-1)}`
    for (const settle of waiting.values()) settle({ error: `died with ${death}` })
  })
  // Raised when a message is sent to a process that has just ended.
  child.on('error', () => {})

  const call = async (...args) => {
    if (death !== undefined) throw new Error(`died with ${death}`)
    const id = ids++
    const answered = answer(id)
    child.send({ call: args, id }, () => {})
    return answered
  }
  return {
    name,
    ...(await opening),
    /** The events that it delivered, in order: `{ kind, symbol, text, id, at }`. */
    events,
    eventsOf: (kind, symbol) => events.filter(event => event.kind === kind && event.symbol === symbol),
    watch: (kind, symbol) => call('watch', kind, symbol),
    unsubscribe: handle => call('unsubscribe', handle),
    ask: (kind, symbol) => call('ask', kind, symbol),
    /** The way it ended, if it ended by itself. */
    get death() {
      return death
    },
    stop() {
      child.removeAllListeners('exit')
      child.kill('SIGKILL')
    },
  }
}
