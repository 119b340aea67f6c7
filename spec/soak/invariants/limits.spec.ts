import { Limits } from '../../../soak/invariants/limits.js'
import { createHarness, violate } from '../harness.js'

describe('the limits invariant', () => {
  const receive =
    (kinds: string, every = 1) =>
    () => {
      const invariant = new Limits(violate)
      for (const [n, kind] of [...kinds].entries())
        invariant.onReceived({
          connection: 1,
          at: n * every,
          kind: kind === 'o' ? 'pong' : 'message',
          text: '',
        })
    }

  it('counts five messages a second, with one of the pongs', () => {
    expect(receive('mmmmm')).not.toThrow()
    expect(receive('mmmmoooo')).not.toThrow()
    expect(receive('mmmmmm')).toThrow('6 messages within a second')
    expect(receive('mmmmmo')).toThrow('6 messages within a second')
    expect(receive('mmmmmmmmmm', 200)).not.toThrow()
    expect(receive('mmmmmm', 199)).toThrow('6 messages within a second')
  })

  it('rejects a close for large messages or many streams', () => {
    const { closed } = createHarness(() => new Limits(violate))
    expect(() => closed(1, 1009)).toThrow('for exceeding a limit: test')
  })

  it('counts attempts to connect', () => {
    const invariant = new Limits(violate)
    const connect = (n: number, at: number) => () =>
      invariant.onWireStep({ type: 'connect', socket: n, at, url: '' })
    for (let n = 1; n <= 300; n++) connect(n, n * 100)()
    connect(301, 300_100)()
    expect(connect(302, 300_150)).toThrow('301 attempts to connect within five minutes')
  })
})
