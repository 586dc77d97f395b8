import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ComposeService, repoFolder } from '../server/rigs/compose-file.ts'
import type { ShapeService } from './shape-process.ts'

/** The programs that images would bring. */
export type ShapePrograms = { readonly natsServer: string; readonly caddy: string }

/** What an image sets before the compose file does. */
const imageEnvironment = { caddy: { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/config' } } as const

/**
 * A service as docker-compose.yaml has it, to be run without its image: same command, settings, files and places.
 * @param overrides settings that cannot be the same here
 */
export function buildShapeService(
  name: string,
  service: ComposeService,
  { programs, folder }: { readonly programs: ShapePrograms; readonly folder: string },
  overrides: Readonly<Record<string, string>> = {},
): ShapeService {
  const [first = '', ...rest] = service.command
  const command = service.image.startsWith('nats:')
    ? [programs.natsServer, ...service.command]
    : [first === 'caddy' ? programs.caddy : first, ...rest]
  const mounts = service.volumes.map((volume): readonly [string, string] => {
    const [source = '', target = ''] = volume.split(':')
    if (source.startsWith('./')) return [join(repoFolder, source), target]
    const place = join(folder, 'volumes', source)
    mkdirSync(place, { recursive: true })
    return [place, target]
  })
  const ofImage = service.image.startsWith('caddy:') ? imageEnvironment.caddy : {}
  return { name, host: name, command, environment: { ...ofImage, ...service.environment, ...overrides }, mounts }
}
