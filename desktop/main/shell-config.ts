/** Where the shell finds its server. One place reads the environment; a wrong value names its remedy. */
export type ShellConfig = { readonly serverUrl: URL }

export function parseShellConfig(
  env: Readonly<Record<string, string | undefined>>,
): ShellConfig | { readonly fault: string } {
  const text = env.NATTER_SERVER_URL ?? `http://${env.NATTER_HOST ?? '127.0.0.1'}:${env.NATTER_PORT ?? '8480'}`
  const serverUrl = URL.canParse(text) ? new URL(text) : undefined
  if (serverUrl === undefined || !/^https?:$/.test(serverUrl.protocol)) {
    return {
      fault: `NATTER_SERVER_URL is "${text}". It takes the address of a Natter server, such as https://chat.example.org.`,
    }
  }
  // Words in the clear only where no network is crossed.
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(serverUrl.hostname)
  if (serverUrl.protocol === 'http:' && !local) {
    return { fault: `NATTER_SERVER_URL is "${text}". A server on another machine needs https.` }
  }
  return { serverUrl }
}
