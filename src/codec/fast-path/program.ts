/**
 * Derives from a payload's io-ts codec the instructions that read it in its documented key order.
 */
import type { Any } from 'io-ts'
import type { Numeric } from '../types/decimal.js'
import type { Envelope } from '../envelope.js'
import { asTagged } from '../types/tagged.js'
import type { Instruction } from './instruction.js'
import { boolean } from './instructions/boolean.js'
import { decimal } from './instructions/decimal.js'
import { expect } from './instructions/expect.js'
import { ignore } from './instructions/ignore.js'
import { integer } from './instructions/integer.js'
import { rows } from './instructions/rows.js'
import { text } from './instructions/text.js'
import type { Shape } from './shape.js'

export interface Program {
  readonly instructions: readonly Instruction[]
  /** The number of values to read, and of strings among them. */
  readonly values: number
  readonly strings: number
  readonly payload: Shape
}

/**
 * The program for payloads of `codec`, or `undefined` where they have a shape that only the strict
 * path reads.
 */
export function buildProgram(
  codec: Any,
  { beforePayload, afterPayload }: Pick<Envelope, 'beforePayload' | 'afterPayload'>,
  numeric: Numeric<unknown>,
): Program | undefined {
  const builder = new ProgramBuilder(numeric)
  builder.expect(beforePayload)
  const payload = builder.read(codec)
  builder.expect(afterPayload)
  return payload && builder.build(payload)
}

class ProgramBuilder {
  readonly #numeric: Numeric<unknown>
  readonly #instructions: Instruction[] = []
  /** Text that is expected next: one instruction as long as nothing is read between. */
  #expected = ''
  #values = 0
  #strings = 0

  constructor(numeric: Numeric<unknown>) {
    this.#numeric = numeric
  }

  build(payload: Shape): Program {
    this.#flush()
    return { instructions: this.#instructions, values: this.#values, strings: this.#strings, payload }
  }

  expect(text: string): void {
    this.#expected += text
  }

  /** `undefined` for a shape without a program. */
  read(codec: Any): Shape | undefined {
    const node = asTagged(codec)
    switch (node._tag) {
      case 'InterfaceType':
        return this.#readFields(Object.entries(node.props))
      case 'LiteralType':
        this.expect(JSON.stringify(node.value))
        return { literal: node.value }
      case 'IntegerType':
        return this.#readValue(integer)
      case 'BooleanType':
        return this.#readValue(boolean)
      case 'DecimalType':
        return this.#readQuoted(target => decimal(target, this.#numeric))
      case 'TextType':
        return this.#readQuoted(target => text(target, this.#strings++))
      case 'ArrayType': {
        const columns = countDecimals(node.type)
        return columns === 0 ? undefined : this.#readValue(target => rows(target, columns, this.#numeric))
      }
      default:
        return undefined
    }
  }

  #readFields(fields: readonly (readonly [string, Any])[]): Shape | undefined {
    const shapes: [string, Shape][] = []
    for (const [i, [key, field]] of fields.entries()) {
      const lead = `${i === 0 ? '{' : ','}${JSON.stringify(key)}:`
      if (asTagged(field)._tag === 'UnknownType' && i > 0) {
        this.#add(ignore(lead))
        continue
      }
      this.expect(lead)
      const shape = this.read(field)
      if (shape === undefined) return undefined
      shapes.push([key, shape])
    }
    this.expect('}')
    return { fields: shapes }
  }

  #readQuoted(instruction: (target: number) => Instruction): Shape {
    this.expect('"')
    const shape = this.#readValue(instruction)
    this.expect('"')
    return shape
  }

  #readValue(instruction: (target: number) => Instruction): Shape {
    const value = this.#values++
    this.#add(instruction(value))
    return { value }
  }

  #add(instruction: Instruction): void {
    this.#flush()
    this.#instructions.push(instruction)
  }

  #flush(): void {
    if (this.#expected !== '') this.#instructions.push(expect(this.#expected))
    this.#expected = ''
  }
}

/** The number of decimals in a row that a codec describes; 0 for any other codec. */
function countDecimals(codec: Any): number {
  const node = asTagged(codec)
  if (node._tag !== 'TupleType') return 0
  return node.types.every(type => asTagged(type)._tag === 'DecimalType') ? node.types.length : 0
}
