import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type Installer, installersSchema, parseInstallerName } from '../../common/http-contract/installer-contract.ts'
import type { AddRoutes } from './api-server.ts'
import { ProblemError } from './problem-error.ts'

const tags = ['server']
const mostListed = 50

/**
 * What lies in the operator's folder and is an installer by its name, to whoever asks: somebody who was invited has no
 * account yet. Read only, plain files of that folder alone, and always as a download, whatever they hold.
 */
export function buildInstallerRoutes(folder: string | undefined): AddRoutes {
  return (api) => {
    if (folder !== undefined) api.register(fastifyStatic, { root: folder, serve: false, cacheControl: false })
    api.get(
      apiPatterns.installers,
      {
        schema: {
          tags,
          summary: 'Installers of the desktop app that this server offers',
          response: { 200: installersSchema },
        },
      },
      async () => ({ installers: folder === undefined ? [] : await listInstallers(folder) }),
    )
    api.get(
      apiPatterns.installer,
      {
        schema: {
          tags,
          summary: 'Download an installer, by the name that the list says',
          params: z.strictObject({ file: z.string().max(128) }),
          response: { 200: z.unknown().describe('The file.') },
        },
      },
      async (request, reply) => {
        const { file } = request.params
        const isOffered = folder !== undefined && (await loadSize(folder, file)) !== undefined
        if (!isOffered) throw new ProblemError(appError('route-unknown'))
        reply.header('content-disposition', `attachment; filename="${file}"`)
        reply.header('content-type', 'application/octet-stream')
        reply.header('x-content-type-options', 'nosniff')
        return reply.sendFile(file, folder, { contentType: false })
      },
    )
  }
}

async function listInstallers(folder: string): Promise<Installer[]> {
  // A folder that is not there yet has none.
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const system = parseInstallerName(name)
      const sizeBytes = system && (await loadSize(folder, name))
      return system === undefined || sizeBytes === undefined ? [] : [{ name, system, sizeBytes }]
    }),
  )
  return found.flat().slice(0, mostListed)
}

/** Undefined where it is no installer by its name, or no plain file: a link may lead anywhere. */
async function loadSize(folder: string, name: string): Promise<number | undefined> {
  if (parseInstallerName(name) === undefined) return undefined
  const found = await lstat(join(folder, name)).catch(() => undefined)
  return found?.isFile() === true ? found.size : undefined
}
