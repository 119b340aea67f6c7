import { readdirSync } from 'node:fs'
import { join } from 'node:path'

interface Layer {
  readonly names: readonly string[]
  readonly only?: readonly string[]
  readonly importedBy?: readonly string[]
}

const { layers, nameOf } = jest.requireActual<{
  layers: readonly Layer[]
  nameOf: (path: string) => string
}>('../../../scripts/eslint/layers.mjs')

const known = layers.flatMap(({ names }) => names)

describe('the list of layers', () => {
  it('names everything in src', () => {
    const present = readdirSync(join(__dirname, '../../../src')).map(nameOf)
    expect(present.filter(name => !known.includes(name))).toEqual([])
  })

  it('names each layer once', () => {
    expect(known.length).toBe(new Set(known).size)
  })

  it('limits layers to names that it has', () => {
    for (const { only = [], importedBy = [] } of layers) {
      expect([...only, ...importedBy].filter(name => !known.includes(name))).toEqual([])
    }
  })

  it('covers browser variants and files of any depth', () => {
    expect(nameOf('live/transport/browser.mts')).toBe('live')
    expect(nameOf('options.ts')).toBe('options.ts')
    expect(nameOf('venues/venue.ts')).toBe('venues')
    expect(nameOf('venues/binance/channels/trade.ts')).toBe('venues/binance')
  })
})
