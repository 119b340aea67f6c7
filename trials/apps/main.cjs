const { watchInMemory } = require('./in-memory.cjs')

watchInMemory().then(console.log)
