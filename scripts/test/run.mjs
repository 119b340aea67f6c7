/** Runs npm scripts as child processes. */
import { spawn } from 'node:child_process'

const running = new Set()

/**
 * Runs the npm script `name` and resolves to `{ status, output }`. A script that takes longer than
 * `limit` milliseconds is killed, with all that it started.
 */
export function runScript(name, { args = [], env = {}, limit }) {
  return new Promise(resolve => {
    const child = spawn(['npm run --silent', name, '--', ...args].join(' '), {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: true,
      // Its own process group, so that no child of the script outlives it.
      detached: true,
      env: { ...process.env, NO_COLOR: '1', ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', text => (output += text))
    }
    const kill = () => process.kill(-child.pid, 'SIGKILL')
    const timer = setTimeout(() => {
      output += `\n${name} did not end within ${limit / 1000} s`
      kill()
    }, limit)
    running.add(kill)
    child.on('close', status => {
      clearTimeout(timer)
      running.delete(kill)
      resolve({ status, output })
    })
  })
}

/** Kills every script that is running. */
export function killAll() {
  for (const kill of running) kill()
}
