/** The exchange in its own process: one symbol with given settings, and figures on request. */
import { performance } from 'node:perf_hooks'
import { createExchange } from 'rxmarket/simulator'

const exchange = createExchange({
  seed: 1,
  symbols: [JSON.parse(process.argv[2])],
  // A slow client shows in the age of its messages; it is not disconnected.
  limits: { bufferedBytes: 2 ** 30, pingInterval: Infinity },
})
const { port } = await exchange.listen()

process.on('message', () =>
  process.send({
    at: performance.now(),
    cpu: process.cpuUsage(),
    memory: process.memoryUsage().rss,
    sent: exchange.connections[0]?.sent,
  }),
)
process.on('disconnect', () => process.exit())
process.send({ port })
