/**
 * `npm run bench:exchange [-- --rounds 9 --write]`: how many frames a second the exchange sends to
 * one client with one core, and what a frame costs it. The whole exchange is at work: orders of one
 * symbol meet in its engine. Each trade, aggregate trade and change of the touch is sent wrapped
 * over a real socket, without compression.
 *
 * The rate of orders is a setting, so the load is requested; the report shows the rate received. A
 * load is sustained when the exchange sends all that its market does in time: when what the client
 * reads is some milliseconds old. The exchange and the client run in two processes, each on its own
 * core if `taskset` exists. The client only counts, so that the exchange is measured. Reported are
 * medians over rounds of a second.
 *
 * `--write` puts the table into RESULTS.md.
 */
import { fork, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { median } from '../statistics.mjs'
import { place, table } from '../table.mjs'

/**
 * Taker orders a second; as many limit orders are placed and cancelled in addition to those that
 * replace traded ones.
 */
const LOADS = [12_500, 25_000, 50_000, 75_000, 100_000]
const STREAMS = ['trade', 'aggTrade', 'bookTicker'].map(name => `btcusdt@${name}`)
const WARM_UP = 3_000

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean', default: false } },
})
const pinned = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0

const rows = []
for (const load of LOADS) {
  const { frames, megabytes, core, age, memory } = await measure(load)
  rows.push([
    load.toLocaleString('en'),
    Math.round(frames).toLocaleString('en'),
    megabytes.toFixed(0),
    `${(core * 100).toFixed(0)} %`,
    ((core / frames) * 1e6).toFixed(2),
    age.toFixed(0),
    memory.toFixed(0),
  ])
  console.log(rows.at(-1).join('  '))
}
const head = ['taker orders/s', 'frames/s', 'MB/s', 'of one core', 'CPU, µs a frame', 'age, ms', 'memory, MB']
const output = table(head, rows)
console.log(output)
if (options.write) await place(new URL('../RESULTS.md', import.meta.url), 'exchange', output)

async function measure(load) {
  const symbol = { symbol: 'BTCUSDT', tradesPerSecond: load, quotesPerSecond: load }
  const exchange = start(0, 'serve.mjs', JSON.stringify(symbol))
  const { port } = await answer(exchange)
  const client = start(1, 'count.mjs', port, `/stream?streams=${STREAMS.join('/')}`)
  await answer(client)
  await sleep(WARM_UP)
  const rounds = []
  let before = await figures(exchange, client)
  for (let round = 0; round < Number(options.rounds); round++) {
    await sleep(1_000)
    const now = await figures(exchange, client)
    const elapsed = now.client.at - before.client.at
    rounds.push({
      frames: ((now.client.frames - before.client.frames) / elapsed) * 1_000,
      megabytes: (now.client.bytes - before.client.bytes) / elapsed / 1_000,
      core: spent(before.exchange, now.exchange),
      age: median(now.client.ages),
      memory: now.exchange.memory / 1e6,
    })
    before = now
  }
  if (before.client.frames > before.exchange.sent)
    throw new Error(
      `The exchange sent ${before.exchange.sent} frames, the client counted ${before.client.frames}`,
    )
  client.disconnect()
  exchange.disconnect()
  return Object.fromEntries(
    Object.keys(rounds[0]).map(name => [name, median(rounds.map(round => round[name]))]),
  )
}

/** Share of a core. */
function spent(before, now) {
  return (now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system) / 1_000 / (now.at - before.at)
}

function start(core, file, ...args) {
  const child = fork(join(import.meta.dirname, file), args.map(String))
  if (pinned) spawnSync('taskset', ['-a', '-cp', String(core), String(child.pid)])
  return child
}

/** The client is asked first: what it has counted the exchange has sent. */
async function figures(exchange, client) {
  return { client: await ask(client), exchange: await ask(exchange) }
}

function ask(child) {
  const answered = answer(child)
  child.send('figures')
  return answered
}

function answer(child) {
  return new Promise((resolve, reject) => {
    const died = code => reject(new Error(`${child.spawnargs[1]} ended with ${code}`))
    child.once('exit', died)
    child.once('message', message => {
      child.off('exit', died)
      resolve(message)
    })
  })
}
