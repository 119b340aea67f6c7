/**
 * `npm run bench:conformance [-- flags]`: the clients that others ship, at our exchange as they would be at Binance's. First whether
 * what they get of it is right: each stream, each answer, and the books that they keep, compared with what the exchange said. Then
 * what they do when something goes wrong, which is what the exchange is for.
 *
 * --peers ccxt,binance   --trials drop,refuse   --updates 1000   --patience 75 (seconds)   --write
 */
import { parseArgs } from 'node:util'
import { setTimeout } from 'node:timers/promises'
import { createExchange } from '../../dist/esm/simulator/index.js'
import { install } from '../install.mjs'
import { place, table } from '../table.mjs'
import { compareData } from './data.mjs'
import { startPeer } from './peer.mjs'
import { trials } from './trials.mjs'

const DOCUMENT = new URL('../CONFORMANCE.md', import.meta.url)
const AT_ONCE = 6

const titles = {
  rxmarket: 'rxmarket',
  binance: '`binance`',
  'binance-spot': '`@binance/spot`',
  'binance-api-node': '`binance-api-node`',
  'node-binance-api': '`node-binance-api`',
  ccxt: '`ccxt`',
}
const { values: flags } = parseArgs({
  options: {
    peers: { type: 'string', default: Object.keys(titles).join() },
    trials: { type: 'string', default: Object.keys(trials).join() },
    updates: { type: 'string', default: '1000' },
    patience: { type: 'string', default: '75' },
    write: { type: 'boolean', default: false },
  },
})

install()
const peers = flags.peers.split(',')
const names = flags.trials.split(',').filter(name => name !== '')
if (Number(flags.updates) > 0) await tell('data', reportData(await compareData(peers, Number(flags.updates))))
if (names.length > 0) await tell('trials', reportTrials(await tryAll()))

async function tell(name, text) {
  console.log(`\n${text}`)
  if (flags.write) await place(DOCUMENT, name, text)
}

function reportData({ rows, agreement }) {
  const cell = verdict =>
    verdict === undefined ? '–' : `${verdict.passed ? '✓' : '✗'} ${verdict.text}`.trim()
  const columns = ['ticker', 'trade', 'kline', 'depth', 'book']
  const streams = rows.map(({ name, streams }) => [titles[name], ...columns.map(kind => cell(streams[kind]))])
  const answers = ['ticker', 'trades', 'klines', 'depth']
  const asked = rows.map(({ name, answers: got }) => [titles[name], ...answers.map(kind => cell(got[kind]))])
  const [equal, other] = ['equal', 'other'].map(key => agreement.reduce((sum, one) => sum + one[key], 0))
  return [
    `Streams, and how many events of each were told:\n\n${table(['', ...columns], streams)}`,
    `REST:\n\n${table(['', ...answers], asked)}`,
    `The book that the diffs make was looked up in the engine ${equal + other} times and was equal ${equal} times.`,
  ].join('\n\n')
}

/** Every peer in every trial, some at a time: nearly all of it is waiting. */
async function tryAll() {
  const queue = names.flatMap(trial => peers.map(peer => ({ trial, peer })))
  const verdicts = []
  const work = async () => {
    for (let next; (next = queue.shift()) !== undefined;) {
      verdicts.push({ ...next, verdict: await tryOne(next) })
      console.error(`${next.trial}, ${next.peer}: ${JSON.stringify(verdicts.at(-1).verdict)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return (trial, peer) => verdicts.find(one => one.trial === trial && one.peer === peer).verdict
}

async function tryOne({ trial, peer: name }) {
  const { market, run, env } = trials[trial]
  const exchange = createExchange(market)
  // A market is made when it is first asked for, which takes its time.
  exchange.rest('/api/v3/ticker/bookTicker')
  const peer = await startPeer(name, await exchange.listen(), env)
  try {
    return await run({ exchange, peer, patience: Number(flags.patience) * 1e3 })
  } catch (error) {
    return { passed: false, text: error.message }
  } finally {
    peer.stop()
    // Until the exchange has seen that nobody is there.
    await setTimeout(50)
    await exchange.close()
  }
}

function reportTrials(verdict) {
  const sign = one => (one === undefined ? '–' : one.passed ? '✓' : '✗')
  const summary = table(
    ['', ...peers.map(peer => titles[peer])],
    names.map(name => [trials[name].title, ...peers.map(peer => sign(verdict(name, peer)))]),
  )
  const details = names.map(name => {
    const lines = peers
      .map(peer => [peer, verdict(name, peer)])
      .filter(([, one]) => one !== undefined)
      .map(([peer, one]) => `- ${sign(one)} ${titles[peer]}: ${one.text}`)
    return `### ${trials[name].title}\n\n${lines.join('\n')}`
  })
  return [summary, ...details].join('\n\n')
}
