/** Reads `true` or `false`. */
import { type Instruction, variable } from '../instruction.js'
import { expectCode, isAtCode, parseExpected } from './expect.js'

export const boolean = (target: number): Instruction => ({
  target,
  code: booleanCode(variable(target)),
  parse: cursor => {
    cursor.value = parseExpected(cursor, 'true')
    return cursor.value === true || parseExpected(cursor, 'false')
  },
})

const booleanCode = (name: string): string =>
  `${name} = ${isAtCode('t')}; if (${name}) { ${expectCode('true')} } else { ${expectCode('false')} }`
