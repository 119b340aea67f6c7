/** A processor profile as tables: self time by group and by function. */
import { titleOf } from '../matrix.mjs'
import { table } from '../table.mjs'

const LINES = 25

/** Classifies a function, by the first of these that fits its file or its name. */
const GROUPS = [
  ['garbage collector', ({ name }) => name === '(garbage collector)'],
  ['idle', ({ name }) => name === '(idle)'],
  ['system calls', ({ name }) => name === '(program)'],
  [
    'bytes to text',
    ({ name, url }) => /^(toString|\w+Slice)$/.test(name) && (url === '' || url === 'node:buffer'),
  ],
  ['ws: frames out of bytes', ({ name, url }) => url.includes('/node_modules/ws/') || name === 'isUtf8'],
  // Code compiled at run time has no file.
  [
    'rxmarket: decoder',
    ({ name, url }) => /dist\/esm\/(codec|venues)\//.test(url) || (name === '(anonymous)' && url === ''),
  ],
  ['rxmarket: connection and router', ({ url }) => url.includes('dist/esm/live/')],
  ['rxmarket: the rest', ({ url }) => url.includes('dist/esm/')],
  ['rxjs', ({ url }) => url.includes('/node_modules/rxjs/')],
  ['io-ts, fp-ts', ({ url }) => /node_modules\/(io-ts|fp-ts)\//.test(url)],
  // The profiler books builtins on their callers: `JSON.parse` on who calls it.
  ['the adapter and its consumer', ({ url }) => /\/bench\/(adapters|client)\//.test(url)],
  ['other packages', ({ url }) => url.includes('/node_modules/')],
  ['Node: sockets and streams', ({ url }) => url.startsWith('node:')],
  ['other native code', () => true],
]

export function reportProfile({ profile, events, milliseconds }, client, source) {
  const functions = selfTimes(profile)
  const total = sum(functions)
  const share = microseconds => `${((microseconds / total) * 100).toFixed(1)} %`
  const each = microseconds => ((microseconds / events) * 1e3).toFixed(0)
  const groups = [...grouped(functions)]
  const byGroup = groups
    .map(([group, members]) => [group, sum(members)])
    .sort(byTime)
    .map(([group, time]) => [group, share(time), each(time)])
  const byFunction = functions
    .sort((a, b) => b.time - a.time)
    .slice(0, LINES)
    .map(one => [`${one.name} (${place(one)})`, groupOf(one), share(one.time), each(one.time)])
  return [
    `${client}, ${titleOf(source)}: ${events.toLocaleString('en')} events in ${(milliseconds / 1e3).toFixed(1)} s under the profiler`,
    table(['', 'self time', 'ns an event'], byGroup),
    table(['function', 'group', 'self time', 'ns an event'], byFunction, 2),
  ].join('\n\n')
}

const sum = functions => functions.reduce((total, { time }) => total + time, 0)
const byTime = ([, a], [, b]) => b - a
const groupOf = one => GROUPS.find(([, fits]) => fits(one))[0]
const place = ({ url, line }) => (url === '' ? 'native' : `${url.split('/').slice(-2).join('/')}:${line}`)

function grouped(functions) {
  const groups = new Map()
  for (const one of functions) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one])
  return groups
}

/** Microseconds in which each function itself was at the top of the stack. */
function selfTimes({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const functions = new Map()
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id)
    const key = `${functionName} ${url} ${lineNumber}`
    const one = functions.get(key) ?? {
      name: functionName || '(anonymous)',
      url,
      line: lineNumber + 1,
      time: 0,
    }
    one.time += timeDeltas[index]
    functions.set(key, one)
  })
  return [...functions.values()]
}
