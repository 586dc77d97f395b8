/**
 * Service worker → engine, to all of an origin: a token to read a file with, for a page that shows it to `user`. `refused`:
 * the one that the server did not take. Its answer goes to whoever asked by that `call`.
 */
export type FileTokenChannel = 'natter-file-tokens'
export type FileTokenAsk = {
  readonly kind: 'ask'
  readonly call: string
  readonly user: string
  readonly refused?: string
}
export type FileTokenWord = FileTokenAsk | { readonly kind: 'lent'; readonly call: string; readonly answer: LentToken }
/** `none`: somebody else is signed in, or nobody. `unheard`: there is no server to renew it. */
export type LentToken =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unheard' }
