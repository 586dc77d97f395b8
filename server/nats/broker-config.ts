import { clientTemplate } from '../../common/credential-scope.ts'
import { isLoopback } from '../broker-address.ts'
import type { CertificateFiles } from '../certificate-files.ts'
import type { BrokerSync } from '../setting-schemas.ts'

/** Where the broker listens and what it may take of the machine. */
export type BrokerOptions = {
  readonly serverName: string
  readonly host: string
  readonly tcpPort: number
  readonly webSocketPort: number
  readonly operatorJwt: string
  readonly systemAccount: string
  readonly resolverFolder: string
  readonly streamsFolder: string
  /** `always`: a stored message survives power loss. */
  readonly sync: BrokerSync
  readonly maxFileStoreBytes: number
  readonly maxMemoryStoreBytes: number
  /** Where several brokers are one; absent on a single node. */
  readonly cluster?: BrokerCluster
  /** Absolute paths. Absent: all is said in the clear. */
  readonly tls?: BrokerCertificate
}

export type BrokerCertificate = CertificateFiles & {
  /** The authority of all nodes; a cluster needs it. */
  readonly caFile?: string | undefined
}

export type BrokerCluster = {
  readonly port: number
  /** `host:port` of all nodes; a node that finds itself among them does not mind. */
  readonly routes: readonly string[]
  readonly password: string
  /** `host:port` by which the other nodes are to know this one; else they tell each other addresses. */
  readonly advertise?: string | undefined
}

/**
 * The text of nats-server.conf. What is not here is as deliberate: no `no_auth_user`, no monitoring port (any web page
 * could read it), no MQTT, no leaf nodes, no cookies; logs go to stderr, where the supervisor takes them.
 */
export function buildBrokerConfig(options: BrokerOptions): string {
  return `# Written by Natter at each start; changes are lost.
server_name: ${quote(options.serverName)}
host: ${quote(options.host)}
port: ${options.tcpPort}
${buildTcpTls(options)}
operator: ${quote(options.operatorJwt)}
system_account: ${options.systemAccount}
resolver {
  type: full
  dir: ${quote(options.resolverFolder)}
  allow_delete: false
  interval: "10s"
}

# A credential for 1,000 rooms is one line of 33 kB, read before sign-in: as long as it must be and no longer.
max_control_line: 65536
max_payload: ${clientTemplate.maxPayloadBytes}
max_connections: 65536
write_deadline: "10s"
# A socket whose other end is gone is closed within half a minute.
ping_interval: "10s"
ping_max: 2
authorization { timeout: 5 }
# Told to stop, it lets its clients go one by one, so that they do not come to the other nodes all at once.
lame_duck_grace_period: "5s"
lame_duck_duration: "30s"

websocket {
  host: ${quote(options.host)}
  port: ${options.webSocketPort}
  ${options.tls === undefined ? 'no_tls: true' : `tls { ${sayCertificate(options.tls)} }`}
  compression: false
  handshake_timeout: "5s"
  authorization { timeout: 5 }
}

jetstream {
  store_dir: ${quote(options.streamsFolder)}
  sync_interval: ${quote(options.sync)}
  strict: true
  max_buffered_msgs: 500
  max_file_store: ${options.maxFileStoreBytes}
  max_memory_store: ${options.maxMemoryStoreBytes}
}
${options.cluster === undefined ? '' : buildClusterBlock(options, options.cluster)}`
}

/**
 * Over TCP come control planes. A node of a cluster takes none that is not encrypted; a broker that stands alone takes
 * those of its own machine as they are, since no certificate is for the loopback.
 */
function buildTcpTls({ tls, cluster, host }: BrokerOptions): string {
  if (tls === undefined || (cluster === undefined && isLoopback(host))) return ''
  const alone = cluster === undefined ? 'allow_non_tls: true\n' : ''
  return `tls { ${sayCertificate(tls)} }\n${alone}`
}

function sayCertificate({ certFile, keyFile }: BrokerCertificate): string {
  return `cert_file: ${quote(certFile)}, key_file: ${quote(keyFile)}, timeout: 5`
}

function buildClusterBlock({ host, tls }: BrokerOptions, { port, routes, password, advertise }: BrokerCluster): string {
  const urls = routes.map((route) => quote(`nats://natter:${password}@${route}`))
  return `
cluster {
  name: natter
  host: ${quote(host)}
  port: ${port}
${advertise === undefined ? '' : `  advertise: ${quote(advertise)}\n`}  authorization { user: natter, password: ${quote(password)} }
  routes: [${urls.join(', ')}]
${tls === undefined ? '' : `  tls { ${sayCertificate(tls)}, ca_file: ${quote(tls.caFile ?? '')}, verify: true }\n`}}
`
}

/** JSON's escapes are the ones nats-server reads inside double quotes. */
function quote(text: string): string {
  return JSON.stringify(text)
}
