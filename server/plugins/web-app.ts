import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { appError } from '../../common/app-error.ts'
import { sendProblem } from './problem-replies.ts'
import { isReservedPath } from './reserved-path.ts'

const yearSeconds = 31_536_000

/**
 * The built web app at `/`. Files whose name carries a hash never change and are kept for a year; the page and the
 * workers are asked for each time, so that a new version is found, and the policy of today with each of them. Any other
 * address that a browser opens as a page is the app's own to interpret.
 */
export async function addWebApp(app: FastifyInstance, webDir: string): Promise<void> {
  const isBuilt = existsSync(join(webDir, 'index.html'))
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webDir,
      cacheControl: false,
      // A build has none; what an editor or a deployment left there is nobody's.
      dotfiles: 'ignore',
      // The build laid brotli and gzip beside each.
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.header('cache-control', isHashed(path) ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) return sendProblem(request, reply, appError('route-unknown'))
    if (isBuilt) return reply.sendFile('index.html')
    return sendNotBuilt(reply)
  })
}

/** As Vite names them: `assets/name-<8 characters>.js`, packed or not. */
function isHashed(path: string): boolean {
  return /[/\\]assets[/\\][^/\\]+-[\w-]{8}\.\w+(\.br|\.gz)?$/.test(path)
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? ''
  if (method !== 'GET' && method !== 'HEAD') return false
  if (isReservedPath(url)) return false
  // A room's address ends in what looks like a file's ending: its id has a dot in it.
  if (/\.\w+$/.test(path) && !path.startsWith('/r/')) return false
  return (headers.accept ?? '').includes('text/html')
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .type('text/html; charset=utf-8')
    .send(
      '<!doctype html><title>Natter</title><p>The app is not built. Run <code>npm run build</code>, then restart.</p>',
    )
}
