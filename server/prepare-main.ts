import { ensureBrokerFolder } from './nats/broker-folder.ts'
import { ensureNatsKeys } from './nats/nats-keys.ts'

/**
 * Makes what nats-server starts from: keys, accounts, configuration in `<NATTER_DATA>`. The supervisor runs this before
 * each start of nats-server; it changes nothing that stands. Prints the path of the configuration.
 */
function prepare(env: NodeJS.ProcessEnv): { readonly config: string } | { readonly faults: readonly string[] } {
  const faults: string[] = []
  const readPort = (name: string, preset: number) => {
    const text = env[name] ?? ''
    if (text === '') return preset
    const port = Number(text)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) faults.push(`${name} must be a port, 1 to 65535: ${text}`)
    return port
  }
  const dataFolder = env.NATTER_DATA || 'data'
  const place = {
    serverName: 'natter',
    host: env.NATTER_HOST || '127.0.0.1',
    tcpPort: readPort('NATTER_NATS_PORT', 8482),
    webSocketPort: readPort('NATTER_NATS_WS_PORT', 8481),
  }
  if (place.tcpPort === place.webSocketPort) {
    faults.push(`NATTER_NATS_PORT and NATTER_NATS_WS_PORT must differ: both are ${place.tcpPort}`)
  }
  if (faults.length > 0) return { faults }
  const keys = ensureNatsKeys(dataFolder)
  if (!keys.ok) return { faults: [`${keys.error.file} ${keys.error.reason}`] }
  try {
    return { config: ensureBrokerFolder(dataFolder, keys.value, place) }
  } catch (fault) {
    if (fault instanceof Error && 'syscall' in fault) {
      return { faults: [`NATTER_DATA=${dataFolder} cannot be used: ${fault.message}`] }
    }
    throw fault
  }
}

const outcome = prepare(process.env)
if ('config' in outcome) {
  console.log(outcome.config)
} else {
  for (const fault of outcome.faults) console.error(fault)
  process.exitCode = 1
}
