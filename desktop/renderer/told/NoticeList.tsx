import { Ago } from '../settings/Ago.tsx'
import styles from '../settings/DeviceSettings.module.css'
import { OptionRow } from '../settings/OptionRow.tsx'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { useClockNow } from '../state/use-today.ts'
import { noticeTitle } from './notice-titles.ts'

/** What administrators did about me, with the reason: kept, so that it can be read again. */
export function NoticeList() {
  const say = useWords()
  const clock = useClockNow()
  const notices = useSlice('told', (told) => told.notices)
  const rooms = useSlice('rooms', (all) => all)
  return (
    <section>
      <h2 className={styles.label}>{say('told.about-you')}</h2>
      {notices.length === 0 && <p>{say('told.nothing-about-you')}</p>}
      {notices.map((notice) => {
        const room = notice.room === undefined ? undefined : rooms[notice.room]
        return (
          <OptionRow
            key={notice.id}
            title={noticeTitle(say, notice)}
            words={
              <>
                <span dir="auto">{notice.reason}</span> ·{' '}
                {room !== undefined && (
                  <>
                    <bdi>{room.name}</bdi> ·{' '}
                  </>
                )}
                <Ago at={notice.at} clock={clock} />
              </>
            }
          />
        )
      })}
    </section>
  )
}
