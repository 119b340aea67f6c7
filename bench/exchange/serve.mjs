/** The exchange of the bench, in a process of its own: one symbol with given settings, and figures when asked for. */
import { performance } from 'node:perf_hooks'
import { createExchange } from 'rxmarket/simulator'

const exchange = createExchange({
  seed: 1,
  symbols: [JSON.parse(process.argv[2])],
  // A client that is behind is told by the age of what it reads, not cut.
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
