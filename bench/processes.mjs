/** Child processes: a feed for each source, and a client for each run. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const TIMEOUT = 60_000

/** Starts a module of this folder as a process. Its output is shown only if it fails. */
function start(module, args, env = {}) {
  const path = fileURLToPath(new URL(module, import.meta.url))
  const child = fork(path, args.map(String), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', text => (output = `${output}${text}`.slice(-2_000)))
  const name = [module, ...args].join(' ')

  /** The next message with this key. */
  const answer = key =>
    new Promise((resolve, reject) => {
      const fail = what => {
        end()
        reject(new Error(`${name} ${what}${output && `:\n${output.trim()}`}`))
      }
      const take = message => {
        if (!(key in message)) return
        end()
        resolve(message)
      }
      const gone = code => fail(`ended with ${code} before it sent "${key}"`)
      const timer = setTimeout(() => fail(`did not send "${key}" within ${TIMEOUT / 1e3} s`), TIMEOUT)
      timer.unref()
      const end = () => {
        clearTimeout(timer)
        child.off('message', take).off('exit', gone)
      }
      child.on('message', take).on('exit', gone)
    })
  return { child, answer, stop: () => child.kill('SIGKILL') }
}

/** A feed of one source: `run` connects one client to it and returns its measurements. */
export async function startFeed(kind, streams) {
  const feed = start('feed/main.mjs', [kind, streams])
  const { port } = await feed.answer('port')
  return {
    run: async (client, { library, expect = {}, ...measure }) => {
      feed.child.send({ expect })
      const started = feed.answer('started')
      const args = [client, `ws://127.0.0.1:${port}`, kind, streams]
      const env = library === undefined ? {} : { RXMARKET_LIBRARY: library }
      const measured = start('client/main.mjs', args, env)
      const measuring = measured.answer('measured')
      // A failure of the client rejects both promises; one of them is awaited below.
      for (const other of [started, measuring]) other.catch(() => {})
      try {
        await Promise.race([started, measuring])
        measured.child.send({ measure })
        const { measured: spent } = await measuring
        feed.child.send({ stop: true })
        const { sent, busy } = await feed.answer('sent')
        const settling = measured.answer('delivered')
        measured.child.send({ settle: true })
        const { delivered, firsts } = await settling
        return { ...spent, sent, delivered, firsts, busy }
      } finally {
        measured.stop()
      }
    },
    stop: feed.stop,
  }
}
