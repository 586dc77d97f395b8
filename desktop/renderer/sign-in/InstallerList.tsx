import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Installer, InstallerSystem } from '../../../common/http-contract/installer-contract.ts'
import { listInstallers } from '../commands.ts'
import { sizeWords } from '../look/wording/size-words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './InstallerList.module.css'

/** The desktop app to download, what fits this computer first. Nothing where the server offers none. */
export function InstallerList() {
  const say = useWords()
  const [installers, setInstallers] = useState<readonly Installer[]>([])
  useEffect(() => {
    let isGone = false
    // What cannot be offered is left out: the way on is above.
    void listInstallers().then((listed) => listed.ok && !isGone && setInstallers(listed.value))
    return () => {
      isGone = true
    }
  }, [])
  if (installers.length === 0) return null
  const own = ownSystem()
  const ordered = installers.toSorted((a, b) => Number(b.system === own) - Number(a.system === own))
  return (
    <section className={styles.installers} aria-label={say('invite.installers')}>
      <h2>{say('invite.no-app-yet')}</h2>
      <ul>
        {ordered.map(({ name, system, sizeBytes }) => (
          <li key={name}>
            <a href={apiPaths.installer(name)} download={name}>
              <Download aria-hidden="true" />
              <span>
                <b>{say(`invite.for-${system}`)}</b>
                <small>
                  <bdi>{name}</bdi> · {sizeWords(sizeBytes, say.locale)}
                </small>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p className="hint">{say('invite.after-installing')}</p>
    </section>
  )
}

function ownSystem(): InstallerSystem | undefined {
  const { userAgent } = navigator
  if (/windows/i.test(userAgent)) return 'windows'
  if (/mac/i.test(userAgent)) return 'mac'
  return /linux|x11/i.test(userAgent) ? 'linux' : undefined
}
