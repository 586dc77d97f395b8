/** What people type for a handle, `@Ana ` included, as the server knows it. */
export function parseHandle(typed: string): string {
  return typed.trim().replace(/^@/, '').replace(/,$/, '').toLowerCase()
}
