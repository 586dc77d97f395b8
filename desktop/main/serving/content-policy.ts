export type PolicyParts = {
  readonly serverUrl: URL
  /** Where the broker listens, as origins (`wss://…`), where the server has said so. */
  readonly brokers: readonly string[]
}

/**
 * The content security policy of every file that the window loads; the engine's own file brings it too, since a
 * SharedWorker does not inherit the page's. Two ways lead out: our own origin, which the main process hands on to the
 * server, and the broker's WebSocket. Scripts and workers are made of our own files only, and the one policy that may
 * name a worker's file is `app-worker` (renderer/state/worker-address.ts).
 */
export function buildContentPolicy({ serverUrl, brokers }: PolicyParts): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src ${["'self'", ...brokerSources(serverUrl, brokers)].join(' ')}`,
    "worker-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types app-worker',
  ].join('; ')
}

/** Before the server has said where its broker is, it is looked for on the server's own host; in the clear only on this machine. */
function brokerSources({ protocol, hostname }: URL, brokers: readonly string[]): readonly string[] {
  if (brokers.length > 0) return brokers
  return protocol === 'http:' ? [`ws://${hostname}:*`] : [`wss://${hostname}:*`]
}

/** Whether a policy that was served with these brokers lets a page speak to that one. */
export function coversBroker({ serverUrl, brokers }: PolicyParts, broker: string): boolean {
  if (brokers.length > 0) return brokers.includes(broker)
  const { protocol, hostname } = new URL(broker)
  return hostname === serverUrl.hostname && protocol === (serverUrl.protocol === 'http:' ? 'ws:' : 'wss:')
}

const isBroker = /^wss?:\/\/[a-z0-9.:[\]-]{1,255}$/
export const mostBrokers = 8

/**
 * The brokers that a server names in the policy of its own pages (`connect-src`): so a desktop learns them before it
 * has a credential, from the same place as a browser. In the clear only what is on this machine.
 */
export function readBrokers(policy: string | null): readonly string[] {
  const directive = policy
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith('connect-src '))
  const sources = directive?.split(/\s+/).slice(1) ?? []
  return sources
    .filter((source) => isBroker.test(source) && URL.canParse(source))
    .filter((source) => source.startsWith('wss:') || isThisMachine(new URL(source).hostname))
    .slice(0, mostBrokers)
}

export function isThisMachine(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
}
