/**
 * The checks of `npm test`, by row. Checks of a row run at the same time; rows run one after the other.
 * Each name is an npm script. The build comes first, since most others read `dist`, even the type check.
 *
 * @param files where the unit tests write: `results`, their outcome, and `diagrams`, what the marble
 *   specs assert, for `diagrams` to compare with the drawings
 */
export function checks({ results, diagrams }) {
  return [
    [{ name: 'build' }, { name: 'format:check' }, { name: 'lint:words' }],
    [{ name: 'lint' }, { name: 'typecheck' }, { name: 'lint:package' }],
    [
      { name: 'test:unit', args: ['--ci', '--json', `--outputFile="${results}"`], count: 'jest' },
      // Mostly wait for their child processes.
      { name: 'test:monitor', count: 'node' },
      { name: 'test:exchange', count: 'node' },
    ],
    [{ name: 'diagrams', args: ['--check', `--from="${diagrams}"`], needs: 'test:unit' }],
  ]
}

/** The checks of `npm run test:ci`: what takes minutes, or needs more than Node. */
export function slowChecks() {
  return [
    [{ name: 'test:platforms', count: 'node' }],
    [{ name: 'soak', args: ['--seeds', '300'] }, { name: 'docs' }],
    [{ name: 'flows', args: ['--summary'] }],
  ]
}
