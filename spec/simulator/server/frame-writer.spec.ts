import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { type ClientOptions, WebSocket } from 'ws'
import { createExchange, type Exchange } from '../../../src/simulator/index.js'
import { FrameWriter } from '../../../src/simulator/server/frame-writer.js'

/** Around each length at which a frame's header, or the place that is set aside for it, changes. */
const LENGTHS = [0, 1, 31, 42, 62, 63, 125, 126, 127, 1_023, 1_024, 21_845, 32_768, 65_535, 65_536, 200_000]
/** One to four bytes a letter. */
const LETTERS = ['a', 'é', '€', '😀']
const texts = LENGTHS.flatMap(length =>
  LETTERS.map(letter => letter.repeat(Math.ceil(length / letter.length))),
)

describe('messages on the wire', () => {
  let exchange: Exchange
  beforeEach(() => void (exchange = createExchange()))
  afterEach(() => exchange.close())

  const connect = async (options: ClientOptions, send: () => void, count: number) => {
    const { url } = await exchange.listen()
    const client = new WebSocket(`${url}/stream`, options)
    const received: string[] = []
    const all = new Promise<void>(done =>
      client.on('message', data => {
        received.push((data as Buffer).toString())
        if (received.length === count) done()
      }),
    )
    await once(client, 'open')
    send()
    await all
    return { client, received }
  }

  it.each([true, false])(
    'arrive whole and in order, of any length, compression %s',
    async perMessageDeflate => {
      const { client, received } = await connect(
        { perMessageDeflate },
        () => texts.forEach(text => exchange.faults.send(text)),
        texts.length,
      )
      expect(client.extensions).toBe(perMessageDeflate ? 'permessage-deflate' : '')
      expect(received.map(({ length }) => length)).toEqual(texts.map(({ length }) => length))
      expect(received.every((text, i) => text === texts[i])).toBe(true)
    },
  )

  it('precede the close frame that follows them', async () => {
    const { client, received } = await connect(
      {},
      () => {
        exchange.faults.send('last words')
        exchange.faults.drop({ code: 1011 })
      },
      1,
    )
    expect(received).toEqual(['last words'])
    const [code] = (await once(client, 'close')) as [number]
    expect(code).toBe(1011)
  })

  it('are written in one write per tick', async () => {
    const socket = new PassThrough()
    const write = jest.spyOn(socket, 'write')
    const writer = new FrameWriter(socket, () => true)
    for (let i = 0; i < 100; i++) writer.write(`{"n":${i}}`)
    expect(writer.pendingBytes).toBeGreaterThan(100)
    expect(write).not.toHaveBeenCalled()
    await new Promise<void>(done => process.nextTick(done))
    expect(write).toHaveBeenCalledTimes(1)
    expect(writer.pendingBytes).toBe(0)
  })

  it('are not written after a close frame', async () => {
    const socket = new PassThrough()
    const write = jest.spyOn(socket, 'write')
    let isOpen = true
    const writer = new FrameWriter(socket, () => isOpen)
    writer.write('late')
    isOpen = false
    await new Promise<void>(done => process.nextTick(done))
    expect(write).not.toHaveBeenCalled()
    expect(writer.pendingBytes).toBe(0)
  })
})
