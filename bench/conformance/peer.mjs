/** A peer, as those see it who try it. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PATIENCE = 20_000

/** Starts a peer at an exchange's address, with more in its environment. */
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
      const timer = setTimeout(() => settle({ error: `no answer within ${PATIENCE / 1e3} s` }), PATIENCE)
      const settle = ({ value, error }) => {
        clearTimeout(timer)
        waiting.delete(id)
        if (error === undefined) resolve(value)
        else reject(new Error(error))
      }
      waiting.set(id, settle)
    })
  const opening = answer('opened')

  child.on('message', ({ told, done, value, error, opened }) => {
    if (told !== undefined) {
      const [kind, symbol, text, id] = told
      events.push({ kind, symbol, text, id, at: Date.now() })
    } else if (opened !== undefined) waiting.get('opened')?.({ value: opened })
    else waiting.get(done)?.({ value, error })
  })
  child.on('exit', (code, signal) => {
    const message = /^\s*(\w*Error: .*)$|^\s*message: (.*),$/m.exec(output)
    death = `${signal ?? `code ${code}`}: ${message?.[1] ?? message?.[2] ?? output.trim().split('\n').at(-1)}`
    for (const settle of waiting.values()) settle({ error: `it died with ${death}` })
  })

  const call = (...args) => {
    const id = ids++
    child.send({ call: args, id })
    return answer(id)
  }
  return {
    name,
    ...(await opening),
    /** What it told, in order: `{ kind, symbol, text, id, at }`. */
    events,
    told: (kind, symbol) => events.filter(event => event.kind === kind && event.symbol === symbol),
    watch: (kind, symbol) => call('watch', kind, symbol),
    leave: handle => call('leave', handle),
    ask: (kind, symbol) => call('ask', kind, symbol),
    /** How it ended, if it did by itself. */
    get death() {
      return death
    },
    stop() {
      child.removeAllListeners('exit')
      child.kill('SIGKILL')
    },
  }
}
