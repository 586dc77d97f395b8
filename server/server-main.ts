import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseServerConfig } from './server-config.ts'
import { startServer } from './server-run.ts'

/** How long an orderly stop may take before it is cut short. */
const stopWithinMs = 5_000

async function main(): Promise<void> {
  const repoFolder = findRepoFolder()
  const config = parseServerConfig(process.env, repoFolder)
  if (!config.ok) {
    for (const fault of config.error) console.error(fault)
    process.exitCode = 1
    return
  }
  const run = await startServer(config.value, readVersion(repoFolder))
  const { log } = run.app
  let isStopping = false
  const stop = (signal: string) => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error('not stopped in time; leaving')
      process.exit(1)
    }, stopWithinMs).unref()
    run.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'not stopped in order')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal))
  await run.app.listen({ host: config.value.host, port: config.value.port })
  log.info({ roles: config.value.roles }, 'listening')
}

/** The folder of package.json: this file lies under it, built or not. */
function findRepoFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder
  }
}

function readVersion(repoFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(repoFolder, 'package.json'), 'utf8')) as { version: string }
  return version
}

try {
  await main()
} catch (fault) {
  console.error(fault instanceof Error ? (fault.stack ?? fault.message) : fault)
  process.exit(1)
}
