import { GitCompareArrows, X } from 'lucide-react'
import { fitVersions } from '../../../common/version-fit.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { appVersion } from '../state/app-version.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import { dismissVersions, useIsDismissed } from '../state/dismissed-version.ts'
import { useWords } from '../state/language-choice.ts'
import { useServerName, useServerVersion } from '../state/room-selectors.ts'
import { showSettings } from '../state/view-store.ts'
import styles from './GoneRoomBar.module.css'

/** One line over everything, until it is dismissed: this app and its server are of different times. */
export function VersionBar() {
  const say = useWords()
  const server = useServerName()
  const version = useServerVersion() ?? ''
  const fit = fitVersions(appVersion, version)
  const pair = `${appVersion} ${version}`
  const isDismissed = useIsDismissed(pair)
  if (fit === 'fits' || isDismissed) return null
  const isDesktop = desktopBridge() !== undefined
  const older = fit === 'server-older'
  return (
    <div className={styles.bar}>
      <GitCompareArrows aria-hidden="true" />
      <p role="status">
        <b>{richWords(say, older ? 'app.server-older' : 'app.server-newer', { server })}</b>{' '}
        <span>{say(older ? 'app.server-older-means' : isDesktop ? 'app.update-means' : 'app.load-again-means')}</span>
      </p>
      {!older && isDesktop && (
        <Button look="word" onClick={() => showSettings('about')}>
          {say('app.look-for-update')}
        </Button>
      )}
      {!older && !isDesktop && (
        <Button look="word" onClick={() => location.reload()}>
          {say('app.load-again')}
        </Button>
      )}
      <IconButton label={say('conversation.dismiss')} onClick={() => dismissVersions(pair)}>
        <X />
      </IconButton>
    </div>
  )
}
