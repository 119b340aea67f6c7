interface Finding {
  readonly line: number
  readonly word: string
  readonly instead: string
}

const { findWords } = jest.requireActual<{
  findWords: (text: string, path?: string) => readonly Finding[]
}>('../../scripts/words.mjs')

const found = (text: string, path?: string): string[] => findWords(text, path).map(({ word }) => word)

describe('the word check', () => {
  it.each([
    ['a name', 'const ackDesk = 1', ['Desk']],
    ['capitals in a row', 'class HTTPDoor {}', ['Door']],
    ['a constant', 'const DOOR_LIMIT = 1', ['DOOR']],
    ['a file name', 'src/simulator/frame-desk.ts', ['desk']],
    ['a string', "it('is told once')", ['told']],
    ['an inflection', 'refuses, refusing and refusal', ['refuses', 'refusing', 'refusal']],
    ['a phrase', 'The connection is had back.', ['had back']],
    ['a phrase over two lines of a comment', ' * which lets\n * it go at last', ['lets it go']],
    ['a constant of an extreme', 'MOST_LEVELS and LONGEST', ['MOST_LEVELS', 'LONGEST']],
    ['a name of an extreme', 'mostTicks', ['mostTicks']],
  ])('finds %s', (_, text, words) => {
    expect(found(text)).toEqual(words)
  })

  it('names the line and the terms to use', () => {
    expect(findWords('one\n// The law')).toEqual([{ line: 2, word: 'law', instead: 'invariant, rule' }])
  })

  it.each([
    'interface Outdoor { lawn: Desktop; multistage: unsaid }',
    'backlinks, surface, thereforehis',
    'at most 5 of the almost longest',
    'It goes back. Give back.',
  ])('finds nothing in %s', text => {
    expect(found(text)).toEqual([])
  })

  it.each([
    ['/** See {@link createMarket}. */', 'src/market.ts'],
    ["{ at: 1, fault: 'refuse' }, { fault: 'slowLink' }", 'README.md'],
    ['exchange.faults.refuse({ status: 503 }); exchange.refused', 'README.md'],
    ['The link dies without a word', 'bench/CONFORMANCE.md'],
  ])('accepts public names and fixed titles: %s', (text, path) => {
    expect(found(text, path)).toEqual([])
  })

  it('applies an exception to its files only', () => {
    expect(found('The link dies without a word', 'README.md')).toEqual(['link'])
  })
})
