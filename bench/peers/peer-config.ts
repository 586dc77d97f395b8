/** What the peer's processes are told by `pipeline-chat.ts`, which starts them. */
export type PipelineKind = 'lean' | 'bullmq'

const redisPort = Number(process.env.PEER_REDIS_PORT)

export const peerConfig = {
  kind: process.env.PEER_KIND === 'bullmq' ? 'bullmq' : 'lean',
  redisPort,
  redisUrl: `redis://127.0.0.1:${redisPort}`,
  httpPort: Number(process.env.PEER_HTTP_PORT),
  wsPort: Number(process.env.PEER_WS_PORT),
  databaseFile: process.env.PEER_DATABASE ?? '',
  /** Of a server that lives for one measurement on loopback. */
  jwtSecret: process.env.PEER_JWT_SECRET ?? '',
} as const satisfies { readonly kind: PipelineKind; readonly [key: string]: unknown }
