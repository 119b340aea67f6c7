/**
 * Checks that the guides name all options, channels, statuses and error codes, and only files that
 * exist.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const ROOT = resolve(__dirname, '..')

describe('the guides name', () => {
  it('every option of a live market', () => {
    const options = membersOf('src/options.ts', 'LiveOptions')
    const nested = membersOf('src/options.ts', 'ReconnectOptions').map(name => `reconnect.${name}`)
    expect([...options, ...nested].filter(name => !guide('options').includes(`\`${name}`))).toEqual([])
  })

  it('every channel of a market', () => {
    const members = membersOf('src/market.ts', 'Market')
    expect(members.length).toBeGreaterThan(20)
    expect(members.filter(name => !guide('channels').includes(`\`${name}`))).toEqual([])
  })

  it('every status', () => {
    const statuses = [...read('src/model/status.ts').matchAll(/StatusBase<'(\w+)'>/g)].map(([, name]) => name)
    expect(statuses.length).toBeGreaterThan(7)
    expect(statuses.filter(name => !guide('reliability').includes(`| \`${name}\``))).toEqual([])
  })

  it('every error code', () => {
    const folder = 'src/model/errors'
    const sources = readdirSync(join(ROOT, folder))
      .map(name => read(`${folder}/${name}`))
      .join('')
    const codes = [...sources.matchAll(/readonly code = '(\w+)'/g)].map(([, code]) => code)
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter(code => !guide('errors').includes(`| \`${code}\``))).toEqual([])
  })

  it('every export of the operators', () => {
    const exported = [...read('src/operators/index.ts').matchAll(/export \{([^}]*)\}/g)]
      .flatMap(([, list = '']) => list.split(','))
      .map(name => name.trim())
      .filter(name => name !== '' && !name.startsWith('type '))
    expect(exported.length).toBeGreaterThan(30)
    expect(exported.filter(name => !new RegExp(`\`${name}\\b`).test(guide('operators')))).toEqual([])
  })
})

describe('the architecture', () => {
  it.each(['architecture', 'adding-a-channel'])('names files and functions that exist: %s', name => {
    const named = [...guide(name).matchAll(/`(src\/[\w./-]+)`(?:: `#?([\w$]+)`)?/g)]
    expect(named.length).toBeGreaterThan(4)
    const missing = named.filter(([, path = '', member]) => {
      if (!existsSync(join(ROOT, path))) return true
      return member !== undefined && !read(path).includes(member)
    })
    expect(missing.map(([text]) => text)).toEqual([])
  })
})

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

function guide(name: string): string {
  return read(`docs/${name}.md`)
}

/** The names of an interface's members. */
function membersOf(path: string, name: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  const members = source.statements
    .filter(statement => ts.isInterfaceDeclaration(statement))
    .filter(declaration => declaration.name.text === name)
    .flatMap(declaration => declaration.members.map(member => member.name))
  const names = members.flatMap(member => (member && ts.isIdentifier(member) ? [member.text] : []))
  return [...new Set(names)]
}
