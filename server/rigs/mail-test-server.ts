import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { findFreePort } from '../../test-kit/free-port.ts'

/** For tests: a mail server on this machine, with all that came. */
export type MailTestServer = {
  readonly url: string
  readonly letters: readonly { readonly to: string; readonly from: string; readonly text: string }[]
  readonly stop: () => Promise<void>
}

export async function startMailServer(): Promise<MailTestServer> {
  const letters: { to: string; from: string; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => void parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        // Long lines are folded on the way.
        const text = Buffer.concat(parts).toString().replace(/=\r\n/g, '')
        for (const { address } of rcptTo) letters.push({ to: address, from, text })
        done()
      })
    },
  })
  const port = await findFreePort()
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    stop: () => new Promise((done) => server.close(() => done())),
  }
}

/** The code that a letter tells. */
export function codeIn({ text }: { readonly text: string } = { text: '' }): string {
  const code = /^ {4}([\w-]{22})\r?$/m.exec(text)?.[1]
  if (code === undefined) throw new Error(`no code in: ${text}`)
  return code
}
