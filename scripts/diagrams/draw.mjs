/** Draws a recorded test with Swirly, which draws RxJS's own diagrams. */
import {
  createDiagramSpecification,
  createOperatorSpecification,
  createStreamSpecification,
} from '@swirly/parser'
import { renderMarbleDiagram } from '@swirly/renderer-node'
import { columnsOf } from './columns.mjs'

const TITLE_SIZE = 16
const BOX_SIZE = 17

const STYLES = {
  event_radius: 22,
  frame_width: 34,
  stream_title_font_size: TITLE_SIZE,
  operator_title_font_family: 'ui-monospace, Menlo, Consolas, monospace',
  operator_title_font_size: BOX_SIZE,
  operator_corner_radius: 4,
}

/** Font sizes, by the number of characters in a marble. */
const LABEL_SIZES = [18, 18, 18, 16, 14, 12, 10]

/**
 * An SVG of the inputs, a box with the operator, and the output, one above the other as in the
 * spec.
 */
export function draw({ title, inputs, operator, output }) {
  const lines = [...inputs, output]
  const columns = columnsOf(lines.flatMap(({ messages }) => messages.map(({ frame }) => frame)))
  const stream = ({ title, messages }) =>
    createStreamSpecification(
      messages.map(message => messageOf(message, columns)),
      title,
    )
  const longest = Math.max(...lines.map(line => line.title.length))
  const styles = {
    ...STYLES,
    stream_title_width: longest * TITLE_SIZE * 0.55 + 24,
    minimum_width: operator.length * BOX_SIZE * 0.61 + 24,
  }
  const content = [
    ...inputs.map(stream),
    createOperatorSpecification([{ type: 'text', value: operator }]),
    stream(output),
  ]
  const { xml } = renderMarbleDiagram(createDiagramSpecification(content, styles))
  const description = [...inputs.map(({ marbles }) => marbles), operator, output.marbles].join('\n')
  return `${xml.replace(/(<svg[^>]*)>/, `$1 role="img"><title>${escape(title)}</title><desc>${escape(description)}</desc>`)}\n`
}

function messageOf({ frame, kind, label }, columns) {
  const at = columns.get(frame)
  if (kind !== 'N') return { frame: at, notification: { kind } }
  return {
    frame: at,
    notification: { kind, value: label },
    styles: { value_font_size: LABEL_SIZES[label.length] ?? LABEL_SIZES.at(-1) },
  }
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
