import { first } from '../../../src/operators/index.js'

describe('first', () => {
  it('tells an event that is undefined from none', () => {
    const state = first<undefined | 1>().create(true)
    state.add(undefined)
    state.add(1)
    expect(state.value()).toBeUndefined()
  })
})
