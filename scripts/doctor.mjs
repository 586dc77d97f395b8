import './check-node.mjs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { findNatsServer } from './fetching/nats-server.mjs'
import { remedyVersions } from './fetching/nats-version.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { runFolder } from './running/natter-run.mjs'
import { accepts, findPortFaults } from './running/port-check.mjs'
import { readRunFile } from './running/run-files.mjs'
import { parseStartConfig } from './running/start-config.mjs'
import { runMain, say } from './say.mjs'

// What is wrong with this installation, and what helps; with Natter running or stopped. Ends with 1 where something is.
await runMain(async () => {
  const config = parseStartConfig(process.env)
  if (config.faults.length > 0) return report(config.faults.map((fault) => [`settings: ${fault}`, 'See README.md.']))
  await ensureInstalled()
  await ensureBuilt(['server'])
  const runs = readRunFile(join(runFolder(config.data), 'supervisor.pid'))
  say(`✓ Node ${process.versions.node}`)
  say(runs ? `· Natter runs at ${runs.url} (process ${runs.pid})` : '· Natter does not run with this data')
  const ours = report([...(await checkProgram(config)), ...(await (runs ? checkAnswers(config) : checkFree(config)))])
  const main = inRepo('build', 'server', 'commands', 'doctor-main.js')
  const ran = await runTool(main, runs ? ['--running'] : [], { inherit: true, env: config.childEnv })
  return Math.max(ours, ran.code)
})

/** Says each fault, a pair of what is wrong and what helps, or what is well; answers the exit code. */
function report(lines) {
  for (const [text, help] of lines) say(help ? `✗ ${text}\n    → ${help}` : `✓ ${text}`)
  return lines.some(([, help]) => help) ? 1 : 0
}

async function checkProgram(config) {
  if (config.natsUrl) return []
  const found = await findNatsServer(config.childEnv)
  if (found.ok) return [[`nats-server ${found.version} (${found.path})`]]
  if (!config.natsServer) return [[`nats-server: ${found.reason}; npm start fetches one`]]
  return [[`nats-server: ${found.reason}`, `Name one ${remedyVersions} in NATTER_NATS_SERVER, or unset it.`]]
}

function wantedPorts(config) {
  return Object.entries(config.ports).filter(([name]) => name === 'NATTER_PORT' || !config.natsUrl)
}

async function checkFree(config) {
  const faults = await findPortFaults(config.host, wantedPorts(config))
  if (faults.length === 0) return [['ports: free']]
  return faults.map((fault) => [`ports: ${fault}`, 'Without that Natter cannot start.'])
}

async function checkAnswers(config) {
  const lines = []
  for (const [name, port] of wantedPorts(config)) {
    if (await accepts(config.host, port)) lines.push([`port ${port} (${name}) answers`])
    else lines.push([`port ${port} (${name}) does not answer`, `See the logs in ${join(config.data, 'logs')}.`])
  }
  return lines
}
