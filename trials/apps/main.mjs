import { watchInMemory } from './in-memory.mjs'

console.log(await watchInMemory())
