import { fitVersions } from '../../../common/version-fit.ts'
import { appVersion } from '../state/app-version.ts'
import { useWords } from '../state/language-choice.ts'
import { useServerName, useServerVersion } from '../state/room-selectors.ts'
import { OptionRow } from './OptionRow.tsx'
import { UpdateRow } from './UpdateRow.tsx'

/** Which Natter this is, which the server is, and whether there is a newer one. */
export function AboutSettings() {
  const say = useWords()
  const server = useServerName()
  const version = useServerVersion()
  const fit = version === undefined ? 'fits' : fitVersions(appVersion, version)
  return (
    <>
      <OptionRow title={say('settings.app-version', { version: appVersion })} words={say('settings.app-means')} />
      {version !== undefined && (
        <OptionRow
          title={<bdi>{server}</bdi>}
          words={
            <>
              {say('settings.server-version', { version })}
              {fit !== 'fits' && ` ${say(`first-run.version-${fit}`)}`}
            </>
          }
        />
      )}
      <UpdateRow />
    </>
  )
}
