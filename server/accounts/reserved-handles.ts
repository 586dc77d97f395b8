/** Names that address everybody, or that people would take for the server speaking. Nobody may have them. */
const reserved: ReadonlySet<string> = new Set(
  [
    'room here channel everyone everybody all nobody none',
    'system natter admin admins administrator root server bot bots support help helpdesk abuse security',
    'moderator official postmaster webmaster deleted deleted-user anonymous api',
  ].flatMap((line) => line.split(' ')),
)

/** Dots, dashes and underscores make no other name of it: `na.tter` would be read as the server too. */
export function isReservedHandle(handle: string): boolean {
  return reserved.has(handle) || reserved.has(handle.replace(/[._-]/g, ''))
}
