#!/usr/bin/env node
// Not dist/main.js itself: npm links a command only where its file is there when it installs, which is before the build.
import { existsSync } from 'node:fs'
import process from 'node:process'

if (existsSync(new URL('../dist/main.js', import.meta.url))) {
  await import('../dist/main.js')
} else {
  process.stderr.write('rxmarket-exchange: it is not built yet: run `npm run build` in its repository\n')
  process.exitCode = 1
}
