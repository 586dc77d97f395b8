import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from '@fastify/jwt'
import Fastify from 'fastify'
import { WebSocket } from 'ws'
import { endChild, untilAccepts } from '../../test-kit/child-process.ts'
import { findFreePort } from '../../test-kit/free-port.ts'
import type { OpenChat } from '../chat-under-test.ts'
import type { PipelineKind } from './peer-config.ts'

export type Pipeline = { readonly name: string; readonly open: OpenChat; readonly stop: () => Promise<void> }

const names: Readonly<Record<PipelineKind, string>> = {
  lean: 'HTTP → Redis → worker → ws, by hand, nothing on disk',
  bullmq: 'HTTP → Redis → worker → ws, BullMQ, stored first',
}

/** HTTP → Redis → worker → WebSocket broadcast, as four processes; `pipeline-worker.ts` says what the kinds are. */
export async function startPipeline(
  kind: PipelineKind,
): Promise<Pipeline | { readonly name: string; readonly skipped: string }> {
  const name = names[kind]
  if (spawnSync('redis-server', ['--version']).status !== 0) return { name, skipped: 'redis-server is not on the PATH' }
  const folder = mkdtempSync(join(tmpdir(), 'natter-peer-'))
  const [redis, http, ws] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const children: ChildProcess[] = []
  const jwtSecret = randomUUID()
  const start = async (command: string, args: readonly string[], port?: number) => {
    const env = {
      ...process.env,
      PEER_KIND: kind,
      PEER_REDIS_PORT: `${redis}`,
      PEER_HTTP_PORT: `${http}`,
      PEER_WS_PORT: `${ws}`,
      PEER_DATABASE: join(folder, 'peer.db'),
      PEER_JWT_SECRET: jwtSecret,
    }
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env })
    children.push(child)
    if (port !== undefined) await untilAccepts(port, child)
  }
  const script = (name: string) => join(import.meta.dirname, `${name}.js`)
  await start(
    'redis-server',
    ['--port', `${redis}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--loglevel', 'warning'],
    redis,
  )
  await start(process.execPath, [script('pipeline-api')], http)
  await start(process.execPath, [script('pipeline-gateway')], ws)
  await start(process.execPath, [script('pipeline-worker')])
  return {
    name,
    open: openPipelineChat({ httpPort: http, wsPort: ws, token: await buildToken(jwtSecret) }),
    stop: async () => {
      for (const child of children.reverse()) await endChild(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Gateway = { readonly httpPort: number; readonly wsPort: number; readonly token: string }

function openPipelineChat({ httpPort, wsPort, token }: Gateway): OpenChat {
  return async (members, onDelivery) => {
    const room = randomUUID()
    const agent = new Agent({ keepAlive: true, maxSockets: members })
    const sockets = await Promise.all(
      Array.from({ length: members }, async () => {
        const socket = new WebSocket(`ws://127.0.0.1:${wsPort}/${room}`)
        socket.on('message', (data) => onDelivery(data.toString()))
        await once(socket, 'open')
        return socket
      }),
    )
    return {
      send: (_member, text) =>
        post({ agent, port: httpPort, path: `/rooms/${room}/messages`, token }, JSON.stringify({ text })),
      stop: async () => {
        for (const socket of sockets) socket.terminate()
        agent.destroy()
      },
    }
  }
}

type Target = { readonly agent: Agent; readonly port: number; readonly path: string; readonly token: string }

function post({ agent, port, path, token }: Target, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const request = httpRequest({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume()
      response.on('end', () => (response.statusCode === 202 ? resolve() : reject(new Error(`${response.statusCode}`))))
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function buildToken(secret: string): Promise<string> {
  const app = Fastify()
  await app.register(jwt, { secret })
  await app.ready()
  return app.jwt.sign({ sub: 'bench' })
}
