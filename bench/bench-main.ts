import { cpus } from 'node:os'
import { runAccountBench } from './account-bench.ts'
import { runArchiverBench } from './archiver-bench.ts'
import { runClientBench } from './client-bench.ts'
import { runMemoryBench } from './client-memory.ts'
import { runConnectionBench } from './connection-bench.ts'
import { runConsoleBench } from './console-bench.ts'
import { runCredentialBench } from './credential-bench.ts'
import { runDeliveryBench } from './delivery-bench.ts'
import { runFloodBench } from './flood-bench.ts'
import { runHearingBench } from './hearing-bench.ts'
import { runMoveShow } from './move-show.ts'
import { runSearchBench } from './search-bench.ts'
import { runShapeShow } from './shape-show.ts'
import { runSizeBench } from './size-bench.ts'
import { runSyncBench } from './sync-bench.ts'
import { runTrimBench } from './trim-bench.ts'

/** `npm run bench [-- section …]`: everything in one run, or the sections named. Prints figures; never fails on them. */
const sections: Readonly<Record<string, () => Promise<void>>> = {
  credentials: runCredentialBench,
  delivery: runDeliveryBench,
  connections: runConnectionBench,
  archiver: runArchiverBench,
  trim: runTrimBench,
  floods: runFloodBench,
  hearing: runHearingBench,
  sync: runSyncBench,
  accounts: runAccountBench,
  sizes: runSizeBench,
  client: runClientBench,
  memory: runMemoryBench,
  console: runConsoleBench,
}

/** Long, or wants more of the machine than others have: only where it is named. */
const onlyNamed: Readonly<Record<string, () => Promise<void>>> = {
  shape: runShapeShow,
  move: runMoveShow,
  search: runSearchBench,
}

const wanted = process.argv.slice(2)
const all = { ...sections, ...onlyNamed }
const unknown = wanted.filter((name) => !Object.hasOwn(all, name))
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}. There are: ${Object.keys(all).join(', ')}.`)
  process.exitCode = 1
} else {
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}, ${process.platform}`)
  for (const [name, run] of Object.entries(wanted.length === 0 ? sections : all)) {
    if (wanted.length === 0 || wanted.includes(name)) await run()
  }
}
