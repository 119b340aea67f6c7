import { createWorld } from '../../world.js'

/** A market on an exchange that answers each LIST_SUBSCRIPTIONS with `answer(id)`. */
export function worldWithList(answer: (id: number) => object): ReturnType<typeof createWorld> {
  const world = createWorld({
    connect: url => {
      const socket = world.exchange.connect(url)
      const send = socket.send.bind(socket)
      return Object.assign(socket, {
        send: (text: string) => {
          const { method, id } = JSON.parse(text) as { method: string; id: number }
          if (method !== 'LIST_SUBSCRIPTIONS') return send(text)
          world.exchange.faults.send(JSON.stringify(answer(id)))
        },
      })
    },
  })
  return world
}
