/**
 * The checks of `npm test`, by row. Checks of a row begin in this order, and run at the same time as
 * far as there are cores; rows run one after the other. Each name is an npm script. The build comes
 * first, since most others read `dist`, even the type check.
 *
 * @param files where the unit tests write: `results`, their outcomes, and `diagrams`, what the
 *   marble specs assert, for `diagrams` to compare with the drawings
 */
export function checks({ results, diagrams }) {
  return [
    [{ name: 'build' }, { name: 'lint:words' }],
    // The unit tests first, which take the longest.
    [
      {
        name: 'test:unit',
        args: ['--ci', '--json', `--outputFile="${results}"`],
        count: 'jest',
        results,
      },
      { name: 'test:monitor', count: 'node' },
      { name: 'typecheck' },
      { name: 'test:exchange', count: 'node' },
    ],
    [{ name: 'diagrams', args: ['--check', `--from="${diagrams}"`], needs: 'test:unit' }],
  ]
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
]

/** The checks of `npm run test:ci`: what takes minutes, or needs more than Node. */
export function slowChecks() {
  return [
    [{ name: 'lint' }, { name: 'format:check' }, { name: 'lint:package' }],
    [{ name: 'test:unit', args: ['--ci', ...REPEATED], env: { RXMARKET_THOROUGH: '1' } }],
    // The platforms mostly wait for installations.
    [
      { name: 'test:platforms', count: 'node' },
      { name: 'soak', args: ['--seeds', '150'] },
    ],
    [{ name: 'docs' }],
    [{ name: 'flows', args: ['--summary'] }],
  ]
}
