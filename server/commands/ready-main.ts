import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import { parseServerConfig } from '../server-config.ts'

// For health checks of containers, which have no curl: ends with 0 where the server of this machine and these settings is
// ready, else with 1 and what it says. Asked over the loopback, which no certificate is for.
const config = parseServerConfig(process.env, process.cwd())
if (!config.ok) {
  for (const fault of config.error) console.error(fault)
  process.exitCode = 1
} else {
  const { port, tls } = config.value
  const isSecure = tls.certificate !== undefined
  const url = `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}/readyz`
  const options = { timeout: 4_000, ...(isSecure ? { rejectUnauthorized: false } : {}) }
  const request = (isSecure ? getSecure : getPlain)(url, options, (answer) => {
    answer.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text))
    process.exitCode = answer.statusCode === 200 ? 0 : 1
  })
  request.on('timeout', () => request.destroy(new Error('no answer in time')))
  request.on('error', (fault) => {
    console.error(fault.message)
    process.exitCode = 1
  })
}
