import { parseBrokerSettings } from './broker-settings.ts'
import { prepareBroker } from './nats/prepare-broker.ts'

// The supervisor runs this before nats-server. It ends with 0 and the path of nats-server's configuration, or with 1
// and a sentence a fault.
const settings = parseBrokerSettings(process.env)
const prepared = settings.ok ? prepareBroker(settings.value) : settings
if (prepared.ok) {
  console.log(prepared.value)
} else {
  for (const fault of prepared.error) console.error(fault)
  process.exitCode = 1
}
