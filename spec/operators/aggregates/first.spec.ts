import { first } from '../../../src/operators/index.js'

describe('first', () => {
  it('distinguishes an event that is undefined from no event', () => {
    const state = first<undefined | 1>().create(true)
    state.add(undefined)
    state.add(1)
    expect(state.value()).toBeUndefined()
  })
})
