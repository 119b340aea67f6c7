/** Describes how subscriptions differ from the drawn ones; returns `undefined` when they match. */
import type { ChannelSubscription } from '../market/channel-log.js'
import { drawSubscription } from './draw.js'

/** The frames at which a subscription starts and ends. */
export type Span = Pick<ChannelSubscription, 'subscribedFrame' | 'unsubscribedFrame'>

export function explainSpans(actual: readonly Span[], expected: readonly Span[]): string | undefined {
  const [actualDiagram, should] = [actual, expected].map(draw)
  if (actualDiagram === should) return undefined
  return [
    'the subscriptions differ from the diagram',
    '',
    `expected  ${should || 'none'}`,
    `actual    ${actualDiagram || 'none'}`,
  ]
    .join('\n  ')
    .replaceAll('  \n', '\n')
}

/**
 * The same by channel name, including channels drawn and never subscribed, or subscribed and not
 * drawn.
 */
export function explainChannels(
  actual: readonly ChannelSubscription[],
  expected: ReadonlyMap<string, readonly Span[]>,
): string | undefined {
  const names = [...new Set([...expected.keys(), ...actual.map(({ channel }) => channel)])]
  const rows = names.map(name => ({
    name,
    was: draw(actual.filter(({ channel }) => channel === name)),
    should: draw(expected.get(name) ?? []),
  }))
  const wrong = rows.filter(({ was, should }) => was !== should)
  if (wrong.length === 0) return undefined
  return [
    'the strategy did not subscribe to the channels as drawn',
    ...wrong.flatMap(({ name, was, should }) => [
      '',
      name,
      `  expected  ${should || 'not subscribed'}`,
      `  actual    ${was || 'not subscribed'}${isLeftOpen(was, should) ? '  (never released)' : ''}`,
    ]),
  ]
    .join('\n  ')
    .replaceAll('  \n', '\n')
}

function draw(spans: readonly Span[]): string {
  return spans.map(drawSubscription).join(' , ')
}

function isLeftOpen(was: string, should: string): boolean {
  return was !== '' && !was.endsWith('!') && !was.endsWith('!)') && should.includes('!')
}
