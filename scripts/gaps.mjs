/**
 * `npm run gaps -- FILE…`: reports what is missing in recordings of Binance Spot streams, with the
 * library's own decoders and rules of order.
 */
import { main } from './gaps/main.ts'

// A reader such as `head` has closed the pipe.
process.stdout.on('error', () => process.exit(1))
process.exitCode = await main(process.argv.slice(2), console)
