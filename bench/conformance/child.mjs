/**
 * A peer in a process of its own, so that what kills it kills nothing else.
 *
 * From the parent: `{ call: [verb, …arguments], id }`, where the verb is `watch`, `leave` or `ask`. To it: `{ done: id, value }` or
 * `{ done: id, error }`, and `{ told: [kind, symbol, text, id] }` for each event.
 */
import { normal, normalBook } from './normal.mjs'

const [peer, ws, rest] = process.argv.slice(2)
const handles = []

const { open } = await import(`./peers/${peer}.mjs`)
const { watch, leave, ask } = await open({
  ws,
  rest,
  tell(kind, symbol, event) {
    process.send({
      told: [kind, symbol, kind === 'book' ? normalBook(event) : normal(event), Number(event[0])],
    })
  },
})

const verbs = {
  watch: async (kind, symbol) => handles.push(await watch[kind](symbol)) - 1,
  leave: handle => leave(handles[handle]),
  ask: async (kind, symbol) => {
    const answer = await ask[kind](symbol)
    if (kind === 'ticker') return normal([answer])
    return kind === 'depth' ? [answer[0], normalBook(answer)] : answer.map(normal)
  },
}

// Not to outlive who started it, whatever becomes of that.
process.on('disconnect', () => process.exit())
process.on('message', async ({ call: [verb, ...args], id }) => {
  try {
    process.send({ done: id, value: await verbs[verb](...args) })
  } catch (error) {
    process.send({ done: id, error: error.message })
  }
})
process.send({ opened: { watches: Object.keys(watch), asks: Object.keys(ask ?? {}) } })
