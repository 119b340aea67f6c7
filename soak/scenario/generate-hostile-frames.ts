/** Generates frames that no exchange should send, as faults that send them. */
import type { ScheduledFault } from '../../src/simulator/index.js'
import type { Random } from './random.js'
import type { Action } from './scenario.js'
import { streamsOf } from './stream-names.js'

const HOUR = 3_600_000

/** Frames within `duration` milliseconds; none in two thirds of all scenarios. */
export function generateHostileFrames(
  random: Random,
  duration: number,
  workload: readonly Action[],
): readonly ScheduledFault[] {
  const count = Math.ceil((duration / HOUR) * random.pick(0, 0, 30))
  const subscribes = workload.flatMap(action => (action.do === 'subscribe' ? [action] : []))
  return Array.from({ length: count }, () => {
    const action = subscribes[random.int(0, Math.max(0, subscribes.length - 1))]
    const stream = action === undefined ? 'btcusdt@trade' : (streamsOf(action.request)[0] ?? '')
    const at = Math.min(duration, (action?.at ?? 0) + random.int(0, 60_000))
    return { at, fault: 'send', text: hostileText(random, stream) }
  })
}

function hostileText(random: Random, stream: string): string {
  const nested = nest(random.pick(50, 2_000, 20_000), random.pick('[]', '{"a":}'))
  const payload = random.pick(
    '{}',
    '[]',
    '[null]',
    '[7,null,{"e":"24hrMiniTicker","s":null}]',
    'null',
    '7',
    '"x"',
    nested,
    trade(stream),
    '{"__proto__":{"e":"trade"}}',
  )
  return random.pick(
    '',
    ' ',
    '\ufeff{}',
    '\u0000\u0001\ud800\ufffd',
    nested,
    '['.repeat(random.pick(100, 100_000)),
    // Padded to more than some clients accept.
    `{"stream":"${stream}","data":${payload}}`.padEnd(
      random.pick(1_000, 49_999, 50_001, 300_000, 10_000_000),
    ),
    `{"stream":"${stream}","data":${payload}}`,
    `{"stream":"${escape(stream, random.pick(1, 100))}","data":${payload}}`,
    `{ "data" : ${payload} , "stream" : "${stream}" }`,
    `{"stream":"${stream}","data":${payload}`,
    `{"stream":${nested},"data":${payload}}`,
    `{"stream":"${'x'.repeat(10_000)}","data":${payload}}`,
    '{"stream":"constructor","data":{}}',
    `{"error":{"code":${random.pick('1', '"1"', nested)},"msg":${nested}},"id":null}`,
    `{"result":${random.pick('7', nested)},"id":${random.int(1, 20)}}`,
    '{"id":1e400,"result":null}',
  )
}

/** `depth` times the brackets of `pair`, in each other. */
function nest(depth: number, pair: string): string {
  const open = pair.slice(0, -1)
  return `${open.repeat(depth)}${open.startsWith('{') ? '0' : ''}${pair.slice(-1).repeat(depth)}`
}

/** A name as JSON may write it as well: the first `count` characters as escapes. */
const escape = (name: string, count: number): string =>
  [...name.slice(0, count)].map(each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('') +
  name.slice(count)

/** A payload as documented, of the streams that are of trades. */
const trade = (stream: string): string =>
  JSON.stringify({
    ...{ e: 'trade', E: 1, s: stream.split('@')[0]?.toUpperCase(), t: 1, p: '1.5', q: '2' },
    ...{ T: 1, m: true, M: true },
  })
