import { type Due, Subscriptions } from '../../src/live/subscriptions.js'

const SUBSCRIBE = (...streams: string[]): Due => ({ method: 'SUBSCRIBE', streams })
const UNSUBSCRIBE = (...streams: string[]): Due => ({ method: 'UNSUBSCRIBE', streams })

/** Tells what is due, and expects it to be `due`. */
function tell(subscriptions: Subscriptions, id: number, due: Due): void {
  expect(subscriptions.due()).toEqual(due)
  subscriptions.told(id, due)
}

describe('subscriptions', () => {
  it('leaves streams before it joins others, so that there is room', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    subscriptions.want('b')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    tell(subscriptions, 3, SUBSCRIBE('b'))
    expect(subscriptions.due()).toBeUndefined()
  })

  it('is idle only when the last UNSUBSCRIBE is answered', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    expect(subscriptions.idle).toBe(false)
    subscriptions.confirm(2, UNSUBSCRIBE('a'))
    expect(subscriptions.idle).toBe(true)
  })

  it('takes no answer to an earlier command for an answer to the last', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    subscriptions.want('a')
    tell(subscriptions, 3, SUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    subscriptions.confirm(2, UNSUBSCRIBE('a'))
    expect(subscriptions.pending).toBe(1)
    subscriptions.confirm(3, SUBSCRIBE('a'))
    expect(subscriptions.pending).toBe(0)
  })

  it('tells the exchange to stop a stream that was left after a silence: it may be sending it', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    expect(subscriptions.unanswered(1, SUBSCRIBE('a'))).toBe(false)
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    subscriptions.confirm(2, UNSUBSCRIBE('a'))
    expect(subscriptions.idle).toBe(true)
  })

  it('asks again for a stream that is wanted again when its UNSUBSCRIBE was not answered', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    subscriptions.want('a')
    subscriptions.unanswered(2, UNSUBSCRIBE('a'))
    tell(subscriptions, 3, SUBSCRIBE('a'))
  })

  it('loses hope after the second silence, and lets go of what was to be left', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    expect(subscriptions.unanswered(2, UNSUBSCRIBE('a'))).toBe(false)
    tell(subscriptions, 3, UNSUBSCRIBE('a'))
    expect(subscriptions.unanswered(3, UNSUBSCRIBE('a'))).toBe(true)
    expect(subscriptions.idle).toBe(true)
  })

  it('halves a refused command until one stream stands alone', () => {
    const subscriptions = new Subscriptions()
    for (const stream of ['a', 'b', 'c']) subscriptions.want(stream)
    tell(subscriptions, 1, SUBSCRIBE('a', 'b', 'c'))
    expect(subscriptions.refuse(1, SUBSCRIBE('a', 'b', 'c'))).toBeUndefined()
    tell(subscriptions, 2, SUBSCRIBE('a', 'b'))
    tell(subscriptions, 3, SUBSCRIBE('c'))
    expect(subscriptions.refuse(2, SUBSCRIBE('a', 'b'))).toBeUndefined()
    subscriptions.confirm(3, SUBSCRIBE('c'))
    tell(subscriptions, 4, SUBSCRIBE('a'))
    expect(subscriptions.refuse(4, SUBSCRIBE('a'))).toBe('a')
  })

  it('forgets a refused stream that nobody wants any more', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    expect(subscriptions.refuse(1, SUBSCRIBE('a'))).toBeUndefined()
    expect(subscriptions.idle).toBe(true)
  })

  it('does not judge by a list what was told after it', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    subscriptions.want('b')
    tell(subscriptions, 3, SUBSCRIBE('b'))
    subscriptions.compare(2, ['a'])
    expect(subscriptions.due()).toBeUndefined()
    subscriptions.compare(4, ['a'])
    tell(subscriptions, 5, SUBSCRIBE('b'))
  })

  it('learns from a list that an UNSUBSCRIBE was carried out, though its answer was lost', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.confirm(1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    subscriptions.compare(3, [])
    expect(subscriptions.idle).toBe(true)
    subscriptions.unanswered(2, UNSUBSCRIBE('a'))
    expect(subscriptions.idle).toBe(true)
  })

  it('learns from a list that an UNSUBSCRIBE was not carried out, and says it again', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.unwant('a')
    tell(subscriptions, 2, UNSUBSCRIBE('a'))
    subscriptions.compare(3, ['a'])
    tell(subscriptions, 4, UNSUBSCRIBE('a'))
  })

  it('does not ask again for a stream that a list shows, though its SUBSCRIBE was not answered', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.unanswered(1, SUBSCRIBE('a'))
    subscriptions.compare(2, ['a'])
    expect(subscriptions.due()).toBeUndefined()
    expect(subscriptions.pending).toBe(0)
  })

  it('does not mind a silence about what a list has shown meanwhile', () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('a')
    tell(subscriptions, 1, SUBSCRIBE('a'))
    subscriptions.compare(2, ['a'])
    expect(subscriptions.unanswered(1, SUBSCRIBE('a'))).toBe(false)
    expect(subscriptions.due()).toBeUndefined()
    expect(subscriptions.pending).toBe(0)
  })

  it('goes on halving refused streams after a list', () => {
    const subscriptions = new Subscriptions()
    for (const stream of ['a', 'b']) subscriptions.want(stream)
    tell(subscriptions, 1, SUBSCRIBE('a', 'b'))
    subscriptions.refuse(1, SUBSCRIBE('a', 'b'))
    subscriptions.compare(2, [])
    tell(subscriptions, 3, SUBSCRIBE('a'))
  })
})
