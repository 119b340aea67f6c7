import { vwap } from '../../../src/operators/index.js'

describe('vwap', () => {
  it('weighs prices by quantities, and is NaN without any', () => {
    const state = vwap<{ price: number; quantity: number }>().create()
    state.add({ price: 10, quantity: 0 })
    expect(state.value()).toBeNaN()
    state.add({ price: 10, quantity: 1 })
    state.add({ price: 20, quantity: 3 })
    expect(state.value()).toBe(17.5)
  })
})
