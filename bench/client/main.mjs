/**
 * One client in its own process: connects through the named adapter, and measures once its parent
 * reports that frames flow.
 *
 * Receives `{ measure: { warmup, seconds, timed, profiled } }`, then `{ settle: true }` once the
 * feed has stopped. Sends `{ measured }`, then `{ delivered, firsts }`: `firsts` is the number of
 * events that each connection had first, from adapters that count them.
 */
import { setTimeout } from 'node:timers/promises'
import { channels } from '../frames/tape.mjs'
import { consumer } from './consumer.mjs'
import { startProfile } from './profile.mjs'
import { openWindow } from './window.mjs'

/** Milliseconds without an event after which no more are expected. */
const QUIET = 100

const [client, url, kind, streams] = process.argv.slice(2)
const events = consumer()
const { connect } = await import(`../adapters/${client}.mjs`)

// Ends with its parent, however that ends.
process.on('disconnect', () => process.exit())
process.on('message', async ({ measure, settle }) => {
  if (measure) process.send({ measured: await run(measure) })
  if (settle) process.send({ delivered: await settled(), firsts: connection?.firsts }, () => process.exit())
})
const connection = await connect({ url, channels: channels(kind, Number(streams)), seen: events.seen })

async function run({ warmup, seconds, timed, profiled }) {
  await setTimeout(warmup * 1e3)
  const ages = timed && events.timeAges()
  const endProfile = profiled && (await startProfile())
  const close = openWindow(events)
  await setTimeout(seconds * 1e3)
  const measured = close()
  return {
    ...measured,
    ...(ages && { ages: percentiles(ages) }),
    ...(endProfile && { profile: await endProfile() }),
  }
}

/** Percentiles of the ages, in microseconds. */
function percentiles(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const at = share => {
    let seen = 0
    return counts.findIndex(count => (seen += count) >= total * share)
  }
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), longest: counts.findLastIndex(count => count > 0) }
}

async function settled() {
  for (let last = -1; last !== events.count;) {
    last = events.count
    await setTimeout(QUIET)
  }
  if (events.last.includes(undefined)) throw new Error(`${client} delivers no price or no quantity`)
  return events.count
}
