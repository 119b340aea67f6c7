/** `npm run clean`: removes what `npm run build` made. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const made = ['dist', 'apps/monitor/dist', 'docs/.vitepress/dist', 'node_modules/.cache/rxmarket']
for (const path of made) rmSync(join(root, path), { recursive: true, force: true })
