/** A WebSocket server for one client that acknowledges commands and sends what it is given. */
import { WebSocketServer } from 'ws'

/** `subscribed()` resolves at the next SUBSCRIBE, before it is acknowledged. */
export async function createServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  let client
  let onSubscribed = () => {}
  server.on('connection', socket => {
    client = socket
    socket.on('message', data => {
      const { id, method } = JSON.parse(String(data))
      if (method === 'SUBSCRIBE') onSubscribed()
      // Later, so that the acknowledgement is no part of the flow.
      setTimeout(() => socket.send(JSON.stringify({ result: null, id })), 50)
    })
  })
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    subscribed: () => new Promise(resolve => (onSubscribed = resolve)),
    send: text => client.send(text),
    close: () => new Promise(resolve => server.close(resolve)),
  }
}
