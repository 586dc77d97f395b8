import { z } from 'zod'

/** The desktop app for a system, as a file to download: for whoever was invited and has none. */
export const installerSystems = ['windows', 'mac', 'linux'] as const
export type InstallerSystem = (typeof installerSystems)[number]

const systemOf: Readonly<Record<string, InstallerSystem>> = {
  exe: 'windows',
  msi: 'windows',
  dmg: 'mac',
  pkg: 'mac',
  appimage: 'linux',
  deb: 'linux',
  rpm: 'linux',
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9 ._+-]{0,119}\.([A-Za-z]{3,8})$/

/** Undefined for what is no installer by its name, and so is nobody's to download. */
export function parseInstallerName(name: string): InstallerSystem | undefined {
  return systemOf[namePattern.exec(name)?.[1]?.toLowerCase() ?? '']
}

export const installersSchema = z.object({
  installers: z.array(z.object({ name: z.string(), system: z.enum(installerSystems), sizeBytes: z.int() })),
})
export type Installer = z.output<typeof installersSchema>['installers'][number]
