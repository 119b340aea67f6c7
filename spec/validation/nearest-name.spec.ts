import { nearestName } from '../../src/validation/nearest-name.js'
import { costOf, longText } from './cost.js'

const names = ['url', 'reconnect', 'heartbeatInterval', 'maxAttempts', 'maxConnections', 'numeric']

describe('nearestName', () => {
  it.each([
    ['URL', 'url'],
    ['reconect', 'reconnect'],
    ['reconncet', 'reconnect'],
    ['heartbeat', 'heartbeatInterval'],
    ['heartbeatIntervalMs', 'heartbeatInterval'],
    ['maxattempts', 'maxAttempts'],
    ['maxConnection', 'maxConnections'],
    ['numerics', 'numeric'],
  ])('finds the intended name of %s: %s', (given, meant) => {
    expect(nearestName(given, names)).toBe(meant)
  })

  it.each(['', 'x', 'compression', 'on', 'symbols'])('finds nothing close to "%s"', given => {
    expect(nearestName(given, names)).toBeUndefined()
  })

  it('prefers the closest, and the first of several as close', () => {
    expect(nearestName('maxAttemp', ['minAttempt', 'maxAttempts', 'maxAttempt'])).toBe('maxAttempts')
    expect(nearestName('MAX', ['maxAge', 'max'])).toBe('max')
  })

  it('finds nothing in an empty list', () => {
    expect(nearestName('url', [])).toBeUndefined()
  })

  it('costs little for a name of any length', () => {
    const long = longText(50_000_000)
    expect(costOf(() => nearestName(long, names))).toBeLessThan(100)
  })
})
