/**
 * `npm run bench:conformance [-- flags]`: runs other clients against our exchange, as they run
 * against Binance. First compares each stream, each REST response and the books that they keep with
 * the exchange's own record. Then observes what they do in fault scenarios.
 *
 * --peers ccxt,binance   --scenarios drop,reset   --updates 1000   --patience 75 (s)   --write
 */
import { parseArgs } from 'node:util'
import { setTimeout } from 'node:timers/promises'
import { createExchange } from '../../dist/esm/simulator/index.js'
import { install } from '../install.mjs'
import { place, table } from '../table.mjs'
import { compareData } from './data.mjs'
import { protocolFor, startPeer } from './peer.mjs'
import { scenarios } from './scenarios.mjs'

const DOCUMENT = new URL('../CONFORMANCE.md', import.meta.url)

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
    scenarios: { type: 'string', default: Object.keys(scenarios).join() },
    updates: { type: 'string', default: '1000' },
    patience: { type: 'string', default: '75' },
    write: { type: 'boolean', default: false },
  },
})

install()
const peers = flags.peers.split(',')
const names = flags.scenarios.split(',').filter(name => name !== '')
if (Number(flags.updates) > 0)
  await write('data', reportData(await compareData(peers, Number(flags.updates))))
if (names.length > 0) await write('scenarios', reportScenarios(await runAll()))

async function write(name, text) {
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
    `Streams, and how many events of each were delivered:\n\n${table(['', ...columns], streams)}`,
    `REST:\n\n${table(['', ...answers], asked)}`,
    `The book that the diffs make was looked up in the engine ${equal + other} times and was equal ${equal} times.`,
  ].join('\n\n')
}

/**
 * One scenario after the other, each with all peers at once, or with fewer where its exchanges have
 * much to send.
 */
async function runAll() {
  const verdicts = []
  for (const scenario of names) {
    const work = async peer => {
      const verdict = await runOne({ scenario, peer })
      verdicts.push({ scenario, peer, verdict })
      console.error(`${scenario}, ${peer}: ${JSON.stringify(verdict)}`)
    }
    const { atOnce = peers.length } = scenarios[scenario]
    for (let first = 0; first < peers.length; first += atOnce)
      await Promise.all(peers.slice(first, first + atOnce).map(work))
  }
  return (scenario, peer) => verdicts.find(one => one.scenario === scenario && one.peer === peer).verdict
}

async function runOne({ scenario, peer: name }) {
  const { market, run, env } = scenarios[scenario]
  const exchange = createExchange({ ...market, protocol: protocolFor([name]) })
  // The market is created at its first use, which takes time.
  exchange.rest('/api/v3/ticker/bookTicker')
  let peer
  try {
    peer = await startPeer(name, await exchange.listen(), env)
    return await run({ exchange, peer, patience: Number(flags.patience) * 1e3 })
  } catch (error) {
    return { passed: false, text: error.message }
  } finally {
    peer?.stop()
    // Until the exchange has noticed that the client is gone.
    await setTimeout(50)
    await exchange.close()
  }
}

function reportScenarios(verdict) {
  const sign = one => (one === undefined ? '–' : one.passed ? '✓' : '✗')
  const summary = table(
    ['', ...peers.map(peer => titles[peer])],
    names.map(name => [scenarios[name].title, ...peers.map(peer => sign(verdict(name, peer)))]),
  )
  const details = names.map(name => {
    const lines = peers
      .map(peer => [peer, verdict(name, peer)])
      .filter(([, one]) => one !== undefined)
      .map(([peer, one]) => `- ${sign(one)} ${titles[peer]}: ${one.text}`)
    return `### ${scenarios[name].title}\n\n${lines.join('\n')}`
  })
  return [summary, ...details].join('\n\n')
}
