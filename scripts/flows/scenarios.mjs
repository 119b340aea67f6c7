/**
 * The flows that `npm run flows` follows. Each is a function of the library, given as a module for
 * each entry point, and of `trace(step)`. `trace` returns the functions that the library enters in
 * `step`. A flow returns `{ entered, chain }`: those functions, and the call stack at the end of
 * the flow.
 */
import { createServer } from './server.mjs'

const STREAM = 'btcusdt@trade'
const tradeOf = id =>
  `{"stream":"${STREAM}","data":{"e":"trade","E":${id},"s":"BTCUSDT","t":${id},"p":"1.0","q":"2.0","T":${id},"m":true,"M":true}}`

/** From a frame on a socket to the subscriber of its stream. */
async function frame({ rxmarket }, trace) {
  const server = await createServer()
  const market = rxmarket.binance({ url: server.url })
  let chain
  let onEvent
  market.trade$('BTCUSDT').subscribe(() => {
    chain = new Error().stack
    onEvent()
  })
  await status(market, 'live')
  let id = 0
  const receive = () => {
    const received = new Promise(resolve => (onEvent = resolve))
    server.send(tradeOf(++id))
    return received
  }
  for (let count = 0; count < 3; count++) await receive()
  const entered = await trace(receive)
  await market.close()
  await server.close()
  return { entered, chain }
}

/**
 * From `subscribe()` on a market without a connection to SUBSCRIBE on the wire. The decoder of the
 * kind is compiled before, by another subscription.
 */
async function subscribe({ rxmarket }, trace) {
  const server = await createServer()
  const market = rxmarket.binance({ url: server.url })
  const first = market.trade$('ETHUSDT').subscribe()
  await status(market, 'live')
  first.unsubscribe()
  await status(market, 'closed')
  const entered = await trace(() => {
    const subscribed = server.subscribed()
    market.trade$('BTCUSDT').subscribe()
    return subscribed
  })
  await market.close()
  await server.close()
  return { entered, chain: undefined }
}

/**
 * From a fault in a schedule to its effect: the functions that run only where the fault is
 * scheduled.
 */
async function fault({ rxmarket, simulator, testing }, trace) {
  const run = faults => {
    const scheduler = new testing.VirtualScheduler(0)
    const exchange = simulator.createExchange({ seed: 1, symbols: ['BTCUSDT'], scheduler, faults })
    const market = rxmarket.binance({ connect: exchange.connect, scheduler })
    const subscription = market.ticker$('BTCUSDT').subscribe()
    scheduler.advanceBy(5_000)
    subscription.unsubscribe()
    scheduler.advanceBy(5_000)
  }
  run([])
  const usual = new Set((await trace(() => run([]))).map(({ id }) => id))
  const entered = await trace(() => run([{ at: 2_000, fault: 'skip', stream: 'btcusdt@ticker' }]))
  return { entered: entered.filter(({ id }) => !usual.has(id)), chain: undefined }
}

/** Resolves once the connection has this status. */
function status(market, type) {
  return new Promise(resolve => {
    const statuses = market.connection$.subscribe(latest => {
      if (latest.type !== type) return
      resolve()
      // Later, since a status can be emitted before `subscribe` returns.
      queueMicrotask(() => statuses.unsubscribe())
    })
  })
}

export const flows = {
  'a frame to a subscriber': frame,
  'a subscribe call to SUBSCRIBE on the wire': subscribe,
  'a fault from schedule to effect': fault,
}
