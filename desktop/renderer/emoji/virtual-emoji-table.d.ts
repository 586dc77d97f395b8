/** Made by emoji-table-build.ts. */
declare module 'virtual:emoji-table/en' {
  export const table: string
}
declare module 'virtual:emoji-table/de' {
  export const table: string
}
