/** What a fast decoder does, step by step, to read a payload in its documented key order: derived from the payload's io-ts codec. */
import type { Any } from 'io-ts'
import { tagged } from './tagged.js'

/** One step along the frame. What is read is the value of the number `into`. */
export type Step =
  /** The frame must go on with exactly this text. */
  | { readonly do: 'expect'; readonly text: string }
  | { readonly do: 'integer' | 'decimal' | 'boolean'; readonly into: number }
  /** What is between the quotes of a string, which is the payload's string number `slot`. */
  | { readonly do: 'text'; readonly into: number; readonly slot: number }
  /** A list of lists of so many decimals. */
  | { readonly do: 'rows'; readonly into: number; readonly columns: number }
  /** A field that nobody needs: this text and any simple value, or neither. */
  | { readonly do: 'ignore'; readonly text: string }

/** How a payload is put together of the values read. */
export type Shape =
  | { readonly value: number }
  | { readonly literal: string }
  | { readonly fields: readonly (readonly [key: string, shape: Shape])[] }

export interface Program {
  readonly steps: readonly Step[]
  /** How many values are read, and how many of them are strings. */
  readonly values: number
  readonly texts: number
  readonly payload: Shape
}

/** What stands around the payload in its frame. */
export interface Wrapping {
  readonly before: string
  readonly after: string
}

/** The program for payloads of `codec`, or `undefined` where they have a shape that only the slow path knows. */
export function programOf(codec: Any, { before, after }: Wrapping): Program | undefined {
  const steps: Step[] = []
  let values = 0
  let texts = 0

  const expect = (text: string): void => {
    const last = steps.at(-1)
    if (last?.do === 'expect') steps[steps.length - 1] = { do: 'expect', text: last.text + text }
    else steps.push({ do: 'expect', text })
  }

  const read = (
    step: { readonly do: 'integer' | 'boolean' } | { readonly do: 'rows'; columns: number },
  ): Shape => {
    const into = values++
    steps.push({ ...step, into })
    return { value: into }
  }

  const readQuoted = (what: 'decimal' | 'text'): Shape => {
    const into = values++
    expect('"')
    steps.push(what === 'text' ? { do: what, into, slot: texts++ } : { do: what, into })
    expect('"')
    return { value: into }
  }

  const readFields = (fields: readonly (readonly [string, Any])[]): Shape | undefined => {
    const shapes: [string, Shape][] = []
    for (const [i, [key, field]] of fields.entries()) {
      const lead = `${i === 0 ? '{' : ','}${JSON.stringify(key)}:`
      if (tagged(field)._tag === 'UnknownType' && i > 0) {
        steps.push({ do: 'ignore', text: lead })
        continue
      }
      expect(lead)
      const shape = readAny(field)
      if (shape === undefined) return undefined
      shapes.push([key, shape])
    }
    expect('}')
    return { fields: shapes }
  }

  const readAny = (codec: Any): Shape | undefined => {
    const node = tagged(codec)
    switch (node._tag) {
      case 'InterfaceType':
        return readFields(Object.entries(node.props))
      case 'LiteralType':
        expect(JSON.stringify(node.value))
        return { literal: node.value }
      case 'IntegerType':
        return read({ do: 'integer' })
      case 'BooleanType':
        return read({ do: 'boolean' })
      case 'DecimalType':
        return readQuoted('decimal')
      case 'StringType':
        return readQuoted('text')
      case 'ArrayType': {
        const columns = decimalsIn(node.type)
        return columns === 0 ? undefined : read({ do: 'rows', columns })
      }
      default:
        return undefined
    }
  }

  expect(before)
  const payload = readAny(codec)
  expect(after)
  return payload && { steps, values, texts, payload }
}

/** How many decimals the list has that a codec describes; 0 for any other codec. */
function decimalsIn(codec: Any): number {
  const node = tagged(codec)
  if (node._tag !== 'TupleType') return 0
  return node.types.every(type => tagged(type)._tag === 'DecimalType') ? node.types.length : 0
}
