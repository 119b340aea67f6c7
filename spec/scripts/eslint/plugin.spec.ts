import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { RuleTester } from 'eslint'
import tseslint from 'typescript-eslint'

type Rule = Parameters<RuleTester['run']>[1]

const { rules } = jest.requireActual<{ default: { rules: Record<string, Rule> } }>(
  '../../../scripts/eslint/plugin.mjs',
).default

const root = mkdtempSync(join(tmpdir(), 'rxmarket-rules-'))
const path = (name: string): string => join(root, name)

/** Writes the files that the rules look up on disk. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), text)
  }
}

write({
  'src/live/pool.ts': '',
  'src/codec/decoder.ts': '',
  'src/model/event.ts': '',
  'src/validation/check.ts': '',
  'src/venues/venue.ts': '',
  'src/venues/binance/spot.ts': '',
  'src/elsewhere/thing.ts': '',
  'circle/a.ts': "import { b } from './b.js'",
  'circle/b.ts': "import type { C } from './c.mjs'",
  'circle/c.mts': "export { a } from './a.js'",
  'circle/outside.ts': "import { a } from './a.js'",
  ...Object.fromEntries(['a', 'b', 'c', 'd'].map(name => [`large/${name}.ts`, ''])),
  'large/notes.md': '',
})
afterAll(() => rmSync(root, { recursive: true }))

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } })
const source = path('src')
const rule = (name: string) => rules[name] as Rule

tester.run('layers', rule('layers'), {
  valid: [
    { code: "import { x } from '../codec/decoder.js'", name: 'a lower layer' },
    { code: "import { x } from './session.js'", name: 'the same folder' },
    { code: "import { x } from 'rxjs'", name: 'a package' },
    { code: "import { x } from '../missing/none.js'", name: 'a file that does not exist: tsc reports it' },
  ].map(test => ({ ...test, filename: path('src/live/connection.ts'), options: [source] })),
  invalid: [
    ['codec/decoder.ts', "import { pool } from '../live/pool.js'", '`codec` must not import `live`: imports run down'],
    ['codec/decoder.ts', "import type { Pool } from '../live/pool.js'", '`codec` must not import `live`'],
    ['codec/decoder.ts', "export * from '../live/pool.js'", '`codec` must not import `live`'],
    ['codec/decoder.ts', "type Pool = import('../live/pool.js').Pool", '`codec` must not import `live`'],
    ['codec/decoder.ts', "await import('../live/pool.js')", '`codec` must not import `live`'],
    ['simulator/a/b.ts', "import { e } from '../../model/event.js'", '`simulator` must not import `model`, but only `clock`, `validation`'],
    ['operators/batch.ts', "import { x } from '../codec/decoder.js'", '`operators` must not import `codec`: imports run down'],
    ['live/pool.ts', "import { spot } from '../venues/binance/spot.js'", '`live` must not import `venues/binance`: only `index.ts`, `binance.ts`'],
    ['venues/bybit/spot.ts', "import { spot } from '../binance/spot.js'", '`venues/bybit` must not import `venues/binance`'],
    ['elsewhere/thing.ts', "import { e } from '../model/event.js'", '`elsewhere` is in no layer'],
  ].map(([filename, code, message]) => ({
    code: code as string,
    filename: path(`src/${filename}`),
    options: [source],
    errors: [{ message: new RegExp((message as string).replaceAll(/[.*`]/g, '\\$&')) }],
  })),
}) // prettier-ignore

tester.run('no-import-circles', rule('no-import-circles'), {
  valid: [
    {
      code: "import { a } from './a.js'",
      filename: path('circle/outside.ts'),
      name: 'a file outside of a circle',
    },
    { code: "import { z } from './z.js'", filename: path('circle/outside.ts'), name: 'a missing file' },
  ],
  invalid: [
    {
      code: "import { b } from './b.js'",
      filename: path('circle/a.ts'),
      errors: [
        { message: 'Circular import: a.ts → b.ts → c.mts → a.ts. Move what both need to a third file.' },
      ],
    },
    {
      code: "export type { Own } from './self.js'",
      filename: (write({ 'circle/self.ts': '' }), path('circle/self.ts')),
      errors: [{ message: /^Circular import: self.ts → self.ts\./ }],
    },
  ],
})

tester.run('folder-size', rule('folder-size'), {
  valid: [
    {
      code: '',
      filename: path('large/d.ts'),
      options: [{ max: 4 }],
      name: 'a folder of as many files as allowed',
    },
    { code: '', filename: path('large/a.ts'), options: [{ max: 3 }], name: 'reported in the last file only' },
  ],
  invalid: [
    {
      code: '',
      filename: path('large/d.ts'),
      options: [{ max: 3 }],
      errors: [{ message: 'Folder large holds 4 files, at most 3: add sub-folders by function.' }],
    },
  ],
})
