import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export const hiddenFlag = '--hidden'

export type LoginStartPorts = {
  readonly platform: string
  readonly app: Pick<Electron.App, 'setLoginItemSettings'>
  /** What starts this app, and where Linux looks for what to start. */
  readonly programPath: string
  readonly autostartFile: string
}

/** Whether the app starts when the person signs in to the computer; hidden, if they wish. Rejects where the disk does. */
export async function setLoginStart(
  { platform, app, programPath, autostartFile }: LoginStartPorts,
  { start, hidden }: { readonly start: boolean; readonly hidden: boolean },
): Promise<void> {
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: start, args: hidden ? [hiddenFlag] : [] })
    return
  }
  if (!start) return rm(autostartFile, { force: true })
  await mkdir(dirname(autostartFile), { recursive: true })
  await writeFile(autostartFile, buildAutostartEntry(programPath, hidden), { mode: 0o644 })
}

/** As the desktop entry specification has it: the path in quotes, and what quotes would end escaped. */
export function buildAutostartEntry(programPath: string, hidden: boolean): string {
  const quoted = programPath
    .replace(/[\n\r]/g, '')
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('%', '%%')
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Natter',
    `Exec="${quoted.replaceAll('\\', '\\\\')}"${hidden ? ` ${hiddenFlag}` : ''}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}
