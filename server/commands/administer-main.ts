import { errorTable } from '../../common/app-error.ts'
import { parseServerConfig } from '../server-config.ts'
import { machineCommands, runAdministration } from './run-administration.ts'

// `npm run admin -- COMMAND … --here`: on the data folder itself, whether a server runs or not. Ends with 1 and what is wrong.
const [command, ...words] = process.argv.slice(2)
const config = parseServerConfig(process.env, process.cwd())
const known = machineCommands.find((one) => one === command)
if (known === undefined || !config.ok) {
  const help = `With --here there are: ${machineCommands.join(', ')}.`
  for (const line of config.ok ? [help] : config.error) console.error(line)
  process.exitCode = 1
} else {
  const done = await runAdministration(config.value, [known, ...words])
  if (done.ok) for (const line of done.value) console.log(line)
  else {
    console.error(`${done.error.code}: ${done.error.detail ?? errorTable[done.error.code].sentence}`)
    process.exitCode = 1
  }
}
