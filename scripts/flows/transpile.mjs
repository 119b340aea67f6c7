/** Makes each source file of a checkout an unbundled module, with a source map. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Transpiles `checkout`/src into `output`. */
export async function transpile(checkout, output) {
  const source = join(checkout, 'src')
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  await build({
    entryPoints: readdirSync(source, { recursive: true })
      .filter(path => path.endsWith('.ts'))
      .map(path => join(source, path)),
    outdir: output,
    outbase: source,
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  })
}
