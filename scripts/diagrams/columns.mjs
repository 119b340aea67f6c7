/** The horizontal position of a moment in a diagram. */

/** Columns. */
const MAX_WIDTH = 24

/** Stretches diagrams with adjacent marbles, so that neither covers the other. */
const SPACING = 1.4

/**
 * The column of each frame. To scale where that fits the page. Longer times are compressed to fit,
 * to one column at least, so that a later frame is always drawn later.
 */
export function columnsOf(frames) {
  const moments = [...new Set([0, ...frames])].sort((a, b) => a - b)
  const unit = Math.max(1, moments.at(-1) / MAX_WIDTH)
  const gaps = moments.map((frame, index) =>
    index === 0 ? 0 : Math.max(1, Math.round((frame - moments[index - 1]) / unit)),
  )
  const stretch = gaps.slice(frames.includes(0) ? 1 : 2).includes(1) ? SPACING : 1
  let column = 0
  return new Map(moments.map((frame, index) => [frame, (column += gaps[index]) * stretch]))
}
