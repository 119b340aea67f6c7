/** Emits the type declarations of the library, which are the same in both formats. */
import { spawn } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Resolves when the declarations are in `dist`; rejects on a type error. */
export async function emitDeclarations(root) {
  const output = join(root, 'node_modules/.cache/rxmarket/declarations')
  rmSync(output, { recursive: true, force: true })
  await run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(root, 'tsconfig.build.json'), '--outDir', output],
  ])
  for (const file of readdirSync(output, { recursive: true })) rewrite(join(output, file))
  for (const format of ['esm', 'commonjs']) {
    cpSync(output, join(root, 'dist', format), { recursive: true })
  }
}

/**
 * `ErrorOptions` is in `lib` es2022; an application may be compiled with es2020. Indents with tabs,
 * as the JavaScript files do, for a smaller package.
 */
function rewrite(file) {
  if (!file.endsWith('.d.ts')) return
  const text = readFileSync(file, 'utf8')
  const replaced = text
    .replace(/\bErrorOptions\b/g, '{ readonly cause?: unknown }')
    .replace(/^(?: {4})+/gm, indent => '\t'.repeat(indent.length / 4))
  if (replaced !== text) writeFileSync(file, replaced)
}

function run(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('close', status =>
      status === 0 ? resolve() : reject(new Error(`tsc ended with exit code ${status}`)),
    )
  })
}
