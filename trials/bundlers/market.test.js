import { expect, it } from 'vitest'
import { watchInMemory } from './apps/in-memory.mjs'

it('watches a market in memory', async () => {
  expect(await watchInMemory()).toBe('BTCUSDT 3 function')
})
