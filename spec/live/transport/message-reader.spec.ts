/** What is read in place of `ws` must be what `ws` reads, whatever the bytes and their pieces. */
import { Duplex, type Writable } from 'node:stream'
import fc from 'fast-check'
import * as ws from 'ws'
import { readMessages } from '../../../src/live/transport/message-reader.js'
import { runs } from '../../runs.js'

// The declarations of `ws` lack it.
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable }

const MAX_LENGTH = 70_000

/** A frame with a header of its own length, whatever its other bits. */
function frame(first: number, payload: Uint8Array, mask = 0): Buffer {
  const { length } = payload
  const header =
    length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : [127, 0, 0, 0, 0, 0]
  if (length >= 65_536) header.push((length >> 16) & 255, (length >> 8) & 255, length & 255)
  header[0] = (header[0] as number) | mask
  return Buffer.concat([Buffer.from([first, ...header]), payload])
}

/** Events of a connection that receives the chunks, `isRead` by our reader. */
async function receive(chunks: readonly Buffer[], isRead: boolean): Promise<string[]> {
  const events: string[] = []
  const receiver = new Receiver({ maxPayload: MAX_LENGTH })
  const onMessage = (data: Uint8Array): void => {
    events.push(`message ${Buffer.from(data).toString('latin1')}`)
  }
  receiver.on('message', onMessage)
  receiver.on('ping', (data: Buffer) => events.push(`ping ${data.toString('latin1')}`))
  receiver.on('pong', (data: Buffer) => events.push(`pong ${data.toString('latin1')}`))
  receiver.on('conclude', (code: number) => {
    socket.off('data', receiveAll)
    events.push(`close ${code}`)
  })
  receiver.on('error', (error: { code: string }) => {
    socket.off('data', receiveAll)
    events.push(error.code)
  })
  const socket = new Duplex({ read: () => undefined, write: () => undefined })
  const receiveAll = (chunk: Buffer): void => void receiver.write(chunk)
  socket.on('data', receiveAll)
  if (isRead) readMessages(socket, { maxLength: MAX_LENGTH, onMessage })
  for (const chunk of chunks) {
    socket.push(chunk)
    await new Promise(resolve => setImmediate(resolve))
  }
  return events
}

/** Cuts bytes into pieces of the lengths given in turn. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = lengths[chunks.length % lengths.length] as number
    chunks.push(bytes.subarray(at, at + length))
    at += length
  }
  return chunks
}

const payload = fc
  .oneof(
    { weight: 4, arbitrary: fc.string({ maxLength: 8 }) },
    { weight: 2, arbitrary: fc.constantFrom(124, 125, 126, 127, 300).map(length => 'x'.repeat(length)) },
    { weight: 1, arbitrary: fc.constantFrom(65_535, 65_536, MAX_LENGTH).map(length => 'y'.repeat(length)) },
  )
  .map(text => Buffer.from(text))
const short = fc.string({ maxLength: 5 }).map(text => Buffer.from(text))

const message = fc
  .tuple(fc.constantFrom(0x81, 0x81, 0x82), payload)
  .map(([first, data]) => [frame(first, data)])
const control = fc.tuple(fc.constantFrom(0x89, 0x8a), short).map(([first, data]) => [frame(first, data)])
const fragments = fc
  .tuple(fc.constantFrom(0x01, 0x02), short, short, control)
  .map(([first, head, tail, between]) => [frame(first, head), ...between, frame(0x80, tail)])
const broken = fc.oneof(
  fc.constant([frame(0x88, Buffer.from([0x03, 0xe8]))]),
  fc.constant([frame(0x81, Buffer.from([0x61, 0xff]))]),
  fc.constant([frame(0x81, Buffer.alloc(MAX_LENGTH + 1))]),
  fc.constant([frame(0x89, Buffer.alloc(126))]),
  // Reserved bits, an unknown opcode, a continuation of nothing, a control frame in parts, a mask.
  fc.constantFrom(0xc1, 0xa1, 0x83, 0x80, 0x09).map(first => [frame(first, Buffer.from('abcdef'))]),
  fc.constant([frame(0x81, Buffer.from('abcdef'), 0x80)]),
  fc.constant([Buffer.from([0x81, 127, 255, 255, 255, 255, 0, 0, 0, 0])]),
)
const stream = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: message },
      { weight: 2, arbitrary: control },
      { weight: 1, arbitrary: fragments },
    ),
    { maxLength: 12 },
  )
  .chain(frames =>
    fc.tuple(fc.constant(frames.flat()), fc.option(broken), fc.oneof(message, fc.constant([] as Buffer[]))),
  )
  .map(([frames, end, after]) => Buffer.concat([...frames, ...(end === null ? [] : [...end, ...after])]))
const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70_000 })), {
  minLength: 1,
  maxLength: 8,
})

describe('a connection of ws', () => {
  it('is read as ws reads it', async () => {
    await fc.assert(
      fc.asyncProperty(stream, lengths, async (bytes, pieces) => {
        // One byte at a time takes too long where frames are long.
        const chunks = cut(bytes, bytes.length > 5_000 ? [...pieces, 30_000] : pieces)
        expect(await receive(chunks, true)).toEqual(await receive(chunks, false))
      }),
      { numRuns: runs(100, 3_000) },
    )
  }, 60_000)

  it('is left to whatever else listens to its bytes', () => {
    const socket = new Duplex({ read: () => undefined, write: () => undefined })
    const listeners = [jest.fn(), jest.fn()]
    for (const listener of listeners) socket.on('data', listener)
    readMessages(socket, { maxLength: MAX_LENGTH, onMessage: () => undefined })
    expect(socket.listeners('data')).toEqual(listeners)
  })
})
