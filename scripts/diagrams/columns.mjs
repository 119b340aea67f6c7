/** Where on the page a moment is drawn. */

/** The widest a diagram gets. */
const WIDEST = 24

/** What two neighbours need, so that neither covers the other. */
const ROOM = 1.4

/**
 * The column of each frame. To scale where that fits the page; where long times lie between the frames, each is as long as it can
 * be while the whole fits, and no shorter than one column, so that what comes later is drawn later.
 */
export function columnsOf(frames) {
  const moments = [...new Set([0, ...frames])].sort((a, b) => a - b)
  const unit = Math.max(1, moments.at(-1) / WIDEST)
  const gaps = moments.map((frame, index) =>
    index === 0 ? 0 : Math.max(1, Math.round((frame - moments[index - 1]) / unit)),
  )
  const stretch = gaps.slice(frames.includes(0) ? 1 : 2).includes(1) ? ROOM : 1
  let column = 0
  return new Map(moments.map((frame, index) => [frame, (column += gaps[index]) * stretch]))
}
