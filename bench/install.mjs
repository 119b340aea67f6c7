/** The peers are installed by the first run: the library's own install has none of them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export function install() {
  if (existsSync(new URL('node_modules', import.meta.url))) return
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm ci --prefix ${folder} failed`)
}
