/** The pages of the console, in the order in which they stand beside each other. */
export const adminPages = [
  'overview',
  'people',
  'rooms',
  'reports',
  'audit',
  'erasures',
  'settings',
  'tokens',
  'invites',
  'announcements',
] as const
export type AdminPage = (typeof adminPages)[number]

/** `of`: the id of the one thing that a page shows, a person say. */
export type AdminPlace = { readonly page: AdminPage; readonly of?: string }

const prefix = '#/admin'

export function adminHash({ page, of }: AdminPlace): string {
  return `${prefix}/${page}${of === undefined ? '' : `/${of}`}`
}

/** Undefined: the address is no place of the console. A page that is not there is its first. */
export function adminOfHash(hash: string): AdminPlace | undefined {
  if (hash !== prefix && !hash.startsWith(`${prefix}/`)) return undefined
  const [name, of] = hash.slice(prefix.length + 1).split('/')
  const page = adminPages.find((each) => each === name)
  if (page === undefined) return { page: 'overview' }
  return of !== undefined && /^[\w.-]{1,64}$/.test(of) ? { page, of } : { page }
}

/** Whoever comes from elsewhere comes by a path: `/admin`, `/admin/people`. */
export function adminOfPath(path: string): AdminPlace | undefined {
  return /^\/admin(\/|$)/.test(path) ? adminOfHash(`#${path.replace(/\/$/, '')}`) : undefined
}
