/** Colours of prices and changes. */
import assert from 'node:assert/strict'
import process from 'node:process'
import { emptyRow } from '../../../src/state/row.js'
import { emptyView } from '../../../src/state/view.js'
import { describe, it } from '../../runner.js'

// Read once, when Ink is loaded.
process.env['FORCE_COLOR'] = '1'
delete process.env['NO_COLOR']
const { renderToString } = await import('ink')
const { Screen } = await import('../../../src/ui/ink/screen.js')

const GREEN = '\u001B[32m'
const RED = '\u001B[31m'
const DEFAULT = '\u001B[39m'

/** Returns the table line for a last move and a change in percent. */
function lineOf(move: -1 | 0 | 1, dayChange: number): string {
  const row = { ...emptyRow('BTCUSDT', 'day'), price: 100, highest: 100, move, dayChange }
  const view = { ...emptyView([], 0), rows: [row] }
  const size = { columns: 80, rows: 24 }
  return renderToString(<Screen view={view} size={size} name="" hint="" />, size).split('\n')[3] ?? ''
}

/** Returns the colour in force where the text begins. */
function colorAt(line: string, text: string): string | undefined {
  const before = line.slice(0, line.indexOf(text))
  const code = before
    .split('\u001B')
    .filter(text => /^\[3\d+m/.test(text))
    .at(-1)
  return code && `\u001B${code.slice(0, code.indexOf('m') + 1)}`
}

describe('colour', () => {
  it('is green after a rise and red after a fall', () => {
    assert.equal(colorAt(lineOf(1, -2), '100'), GREEN)
    assert.equal(colorAt(lineOf(-1, 2), '100'), RED)
  })

  it('is green for a change above zero, red below', () => {
    assert.equal(colorAt(lineOf(-1, 2), '+2.00%'), GREEN)
    assert.equal(colorAt(lineOf(1, -2), '-2.00%'), RED)
  })

  it('is the default for a change that rounds to zero', () => {
    assert.equal(colorAt(lineOf(1, -0.004), '0.00%'), DEFAULT)
    assert.equal(colorAt(lineOf(-1, 0.004), '0.00%'), DEFAULT)
  })
})
