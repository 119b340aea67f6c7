/**
 * The checks of `npm test`, by row. Checks of a row run at the same time, in this order, as many as
 * there are cores; rows run one after the other. Each name is an npm script. The build comes first,
 * since most others read `dist`, even the type check.
 *
 * @param files where the unit tests write: `results`, the start of the names of their outcomes, and
 *   `diagrams`, what the marble specs assert, for `diagrams` to compare with the drawings
 */
export function checks({ results, diagrams }) {
  return [
    [{ name: 'build' }, { name: 'lint:words' }],
    // Each uses one core; the longest come first.
    [
      unitTests(results, 1),
      unitTests(results, 2),
      { name: 'test:monitor', count: 'node' },
      { name: 'typecheck' },
      { name: 'test:exchange', count: 'node' },
    ],
    [{ name: 'diagrams', args: ['--check', `--from="${diagrams}"`], needs: 'test:unit' }],
  ]
}

/** A half of the unit tests, in one process: a worker more would only wait for a core. */
function unitTests(results, half) {
  const file = `${results}.${half}`
  const args = ['--ci', '--runInBand', `--shard=${half}/2`, '--json', `--outputFile="${file}"`]
  return { name: 'test:unit', args, count: 'jest', results: file }
}

/** The specs that repeat random cases more often in `npm run test:ci`; see `spec/runs.ts`. */
const REPEATED = [
  ...[
    'spec/codec',
    'spec/venues',
    'spec/live/random-traffic',
    'spec/live/silence',
    'spec/live/failures/retry-storm',
  ],
  ...['spec/live/commands/rate-limit', 'spec/clock', 'spec/validation', 'spec/any-value', 'spec/soak/soak'],
  ...['spec/captures', 'spec/sequence/captures', 'spec/operators/moving-window'],
]

/** The checks of `npm run test:ci`: what takes minutes, or needs more than Node. */
export function slowChecks() {
  return [
    [{ name: 'lint' }, { name: 'format:check' }, { name: 'lint:package' }],
    [{ name: 'test:unit', args: ['--ci', ...REPEATED], env: { RXMARKET_THOROUGH: '1' } }],
    // The platforms mostly wait for installations.
    [
      { name: 'test:platforms', count: 'node' },
      { name: 'soak', args: ['--seeds', '300'] },
    ],
    [{ name: 'docs' }],
    [{ name: 'flows', args: ['--summary'] }],
  ]
}
