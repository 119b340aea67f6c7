#!/usr/bin/env node
// Not dist/exchange/main.js itself: npm links a command only if its file exists at installation,
// which in a clone is before the build.
import { existsSync } from 'node:fs'
import process from 'node:process'

const builder = new URL('../scripts/build.mjs', import.meta.url)

// The published package has no scripts; a clone builds what has changed.
const isBuilt = !existsSync(builder) || (await (await import(builder.href)).build(['library', 'exchange']))
if (isBuilt) await import('../dist/exchange/main.js')
else process.exitCode = 1
