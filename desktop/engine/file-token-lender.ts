import type { FileTokenChannel, FileTokenWord, LentToken } from '../file-token.ts'

export const fileTokenChannel: FileTokenChannel = 'natter-file-tokens'

export type LenderChannel = {
  postMessage(word: FileTokenWord): void
  onmessage: ((event: MessageEvent<FileTokenWord>) => unknown) | null
}

/**
 * Answers the service worker, which adds a token to what pages ask of files (desktop/offline/answer-file.ts): no page has
 * one, and no address carries one.
 */
export function lendFileTokens(
  channel: LenderChannel,
  lend: (user: string, refused: string | undefined) => Promise<LentToken>,
): void {
  channel.onmessage = ({ data }) => {
    if (data?.kind !== 'ask') return
    const { call, user, refused } = data
    lend(user, refused).then(
      (answer) => channel.postMessage({ kind: 'lent', call, answer }),
      // An engine that could not start lends nothing; another one may be there.
      () => undefined,
    )
  }
}
