/**
 * A peer in its own process, so that a crash ends nothing else.
 *
 * Receives `{ call: [verb, …arguments], id }`, where the verb is `watch`, `unsubscribe` or `ask`.
 * Sends `{ done: id, value }` or `{ done: id, error }`, and `{ event: [kind, symbol, text, id] }`
 * for each event.
 */
import { normalize, normalizeBook } from './normalize.mjs'

const [peer, ws, rest] = process.argv.slice(2)
const handles = []
const isBook = kind => kind === 'book' || kind === 'top'

const { open } = await import(`./peers/${peer}.mjs`)
const { watch, unsubscribe, ask } = await open({
  ws,
  rest,
  emit(kind, symbol, event) {
    process.send({
      event: [kind, symbol, isBook(kind) ? normalizeBook(event) : normalize(event), Number(event[0])],
    })
  },
})

const verbs = {
  watch: async (kind, symbol) => handles.push(await watch[kind](symbol)) - 1,
  unsubscribe: handle => unsubscribe(handles[handle]),
  ask: async (kind, symbol) => {
    const answer = await ask[kind](symbol)
    if (kind === 'ticker') return normalize([answer])
    return kind === 'depth' ? [answer[0], normalizeBook(answer)] : answer.map(normalize)
  },
}

// Ends with its parent, however that ends.
process.on('disconnect', () => process.exit())
process.on('message', async ({ call: [verb, ...args], id }) => {
  try {
    process.send({ done: id, value: await verbs[verb](...args) })
  } catch (error) {
    process.send({ done: id, error: error.message })
  }
})
process.send({ opened: { watches: Object.keys(watch), asks: Object.keys(ask ?? {}) } })
