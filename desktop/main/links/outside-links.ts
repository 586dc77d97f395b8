const mostCharacters = 4_096

/** `ask`: not before the person has said so, since what goes over it can be read and changed on the way. */
export type OutsideLink = { readonly url: string; readonly ask: boolean }

/**
 * What may leave the app for the system's own programs: the address as parsed and written anew, or nothing. An allow-list:
 * every program on the machine has schemes of its own, and some of them run what they are told.
 */
export function parseOutsideLink(text: unknown): OutsideLink | undefined {
  if (typeof text !== 'string' || text.length > mostCharacters || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return undefined
  if (url.protocol === 'mailto:') return { url: url.href, ask: false }
  if (url.host === '') return undefined
  if (url.protocol === 'https:') return { url: url.href, ask: false }
  return url.protocol === 'http:' ? { url: url.href, ask: true } : undefined
}

export type OutsidePorts = {
  readonly shell: Pick<Electron.Shell, 'openExternal'>
  /** Whether the person wants an address opened over a connection that others can read. */
  readonly ask: (url: string) => Promise<boolean>
  readonly log: (line: string) => void
}

/** The only way out of the app. Answers nothing: what comes of it is between the person and their system. */
export function buildOutside({ shell, ask, log }: OutsidePorts): (text: unknown) => void {
  return (text) => {
    const link = parseOutsideLink(text)
    if (link === undefined) return
    const open = async () => {
      if (link.ask && !(await ask(link.url))) return
      await shell.openExternal(link.url)
    }
    open().catch(() => log('an address could not be opened outside'))
  }
}
