import nodemailer from 'nodemailer'
import pLimit from 'p-limit'

export type Mail = { readonly to: string; readonly subject: string; readonly text: string }

/**
 * Sends what people asked for, beside whatever is answered: nobody waits for a mail server, so how long one takes tells nothing. What
 * could not be sent is said in the log, without the address, and not tried again: whoever waits asks for another one.
 */
export type Mailer = {
  readonly send: (mail: Mail) => void
  /** What is under way is sent first. */
  readonly stop: () => Promise<void>
}

const atOnce = 4
const mostWaiting = 500

/**
 * @param url of a mail server, `smtp://user:password@host:587`; without TLS only to this machine, unless the address says
 *   `?requireTLS=false`
 */
export function buildMailer(
  { url, from }: { readonly url: string; readonly from: string },
  onFault: (fault: unknown) => void,
): Mailer {
  const transport = nodemailer.createTransport(buildSmtpUrl(url), {
    from,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const turns = pLimit(atOnce)
  const underWay = new Set<Promise<unknown>>()
  return {
    send: (mail) => {
      if (turns.pendingCount >= mostWaiting) return onFault(new Error('too many mails wait'))
      // Told by a program: nobody's answering machine answers it.
      const letter = { ...mail, headers: { 'Auto-Submitted': 'auto-generated' } }
      const sent = turns(() => transport.sendMail(letter)).catch(onFault)
      underWay.add(sent)
      void sent.finally(() => underWay.delete(sent))
    },
    stop: async () => {
      await Promise.all(underWay)
      transport.close()
    },
  }
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** With times after which a silent mail server is given up, and TLS asked for where the mail leaves this machine. */
function buildSmtpUrl(text: string): string {
  const url = new URL(text)
  const put = (name: string, value: string) => {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  }
  for (const [name, ms] of Object.entries({
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  })) {
    put(name, String(ms))
  }
  if (url.protocol === 'smtp:' && !loopback.test(url.hostname)) put('requireTLS', 'true')
  return url.href
}
