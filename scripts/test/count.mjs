/** Counts tests. Returns `{ passed, failed, skipped }`, the last as titles. */
import { readFileSync } from 'node:fs'

const UNKNOWN = { passed: 0, failed: 1, skipped: [] }

/** From the file that `jest --json --outputFile` writes. */
export function countJest(file) {
  let results
  try {
    results = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Jest wrote no results: it did not get as far as that.
    return UNKNOWN
  }
  const skipped = results.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName)
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = results
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped }
}

/** From what `node --test` prints, as TAP or as Node 24 does. */
export function countNode(output) {
  const total = what => Number(new RegExp(`^(?:#|ℹ) ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? NaN)
  if (Number.isNaN(total('pass'))) return UNKNOWN
  const skipped = output.matchAll(/^\s*(?:ok \d+ - |﹣ )(.*?)(?: \([\d.]+ms\))? # (?:SKIP )?(.*)$/gm)
  return {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: [...skipped].map(([, title, reason]) => `${title}: ${reason}`),
  }
}
