import { useEffect, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import type { ExportFormat } from '../../../common/http-contract/room-export-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { ExportDays } from '../../room-command.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { exportRoom, measureExport, stopExport } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Field } from '../look/fields/Field.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { Switch } from '../look/fields/Switch.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { OptionRow } from '../settings/OptionRow.tsx'
import { saveFile } from '../settings/save-file.ts'
import { useWords } from '../state/language-choice.ts'
import { useConnection, useExportBytes, useIsExporting, useRoomTitle } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import styles from './ExportDialog.module.css'
import { daysWanted } from './export-days.ts'

/** What there is to come along; `unknown`: the server did not say. */
type Measured = { readonly files: number; readonly bytes: number } | 'asking' | 'unknown'

const formats = ['html', 'markdown', 'json'] as const satisfies readonly ExportFormat[]

/** The room as files to keep. It goes on where somebody closes this, and is saved when all of it is there. */
export function ExportDialog({ room, onClose }: { readonly room: RoomFacts; readonly onClose: () => void }) {
  const say = useWords()
  const title = useRoomTitle(room)
  const isOnline = useConnection().kind === 'online'
  const bytes = useExportBytes(room.id)
  const isOther = useIsExporting() && bytes === undefined
  const [format, setFormat] = useState<ExportFormat>('html')
  const [withFiles, setWithFiles] = useState(true)
  const [isPart, setIsPart] = useState(false)
  const [chosen, setChosen] = useState({ from: '', until: '' })
  const [problem, setProblem] = useState<AppError>()
  const days = isPart ? daysWanted(chosen) : {}
  const size = useExportSize(room.id, days, isOnline)

  const begin = async (event: React.FormEvent) => {
    event.preventDefault()
    if (days === undefined || !isOnline || isOther || bytes !== undefined) return
    setProblem(undefined)
    const language = say.language === 'de' ? 'de' : 'en'
    const archive = await exportRoom(room.id, { ...days, format, withFiles, language })
    if (!archive.ok) return setProblem(archive.error)
    if (archive.value === null) return
    saveFile(archive.value, fileName(title, format))
    sayDone(say('export.saved', { size: sizeWords(archive.value.size, say.locale) }))
    onClose()
  }

  return (
    <Modal title={say('export.title', { room: title })} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void begin(event)} noValidate>
        <ModalWords>{say('export.means')}</ModalWords>
        {bytes === undefined ? (
          <>
            <div className={styles.form}>
              <Segmented
                label={say('export.form')}
                value={format}
                choices={formats.map((value) => ({ value, name: say(`export.${value}`) }))}
                onChoose={setFormat}
              />
              <p className={styles.means}>{say(`export.${format}-means`)}</p>
            </div>
            <div className={styles.rows}>
              <OptionRow title={say('export.files')} words={filesWords(say, size)}>
                <Switch label={say('export.files')} isOn={withFiles} onChange={setWithFiles} />
              </OptionRow>
            </div>
            <div className={styles.form}>
              <Segmented
                label={say('export.time')}
                value={isPart ? 'some' : 'all'}
                choices={(['all', 'some'] as const).map((value) => ({ value, name: say(`export.${value}`) }))}
                onChoose={(value) => setIsPart(value === 'some')}
              />
            </div>
            {isPart && (
              <div className={styles.days}>
                <Field
                  type="date"
                  label={say('export.from')}
                  value={chosen.from}
                  onChange={({ target }) => setChosen({ ...chosen, from: target.value })}
                />
                <Field
                  type="date"
                  label={say('export.until')}
                  value={chosen.until}
                  error={days === undefined ? say('export.wrong-days') : undefined}
                  onChange={({ target }) => setChosen({ ...chosen, until: target.value })}
                />
              </div>
            )}
          </>
        ) : (
          <Progress bytes={bytes} all={withFiles && typeof size === 'object' ? size.bytes : 0} />
        )}
        <ModalActions
          problem={whyNot(say, { isOnline, isOther, isUnderWay: bytes !== undefined }) ?? problemWords(say, problem)}
        >
          {bytes === undefined ? (
            <>
              <Button look="quiet" onClick={onClose}>
                {say('look.cancel')}
              </Button>
              <Button type="submit" disabled={days === undefined || !isOnline || isOther}>
                {say('export.open')}
              </Button>
            </>
          ) : (
            <Button look="quiet" onClick={() => void stopExport()}>
              {say('export.stop')}
            </Button>
          )}
        </ModalActions>
      </form>
    </Modal>
  )
}

/** `all`: what the files come to; the words beside them are packed, and little. */
function Progress({ bytes, all }: { readonly bytes: number; readonly all: number }) {
  const say = useWords()
  const size = sizeWords(bytes, say.locale)
  const isKnown = all > 0 && bytes < all
  return (
    <div className={styles.progress}>
      <progress aria-label={say('export.open')} {...(isKnown && { max: all, value: bytes })} />
      <span>
        {isKnown ? say('export.so-far-of', { size, all: sizeWords(all, say.locale) }) : say('export.so-far', { size })}
      </span>
      <p className={styles.means}>{say('export.goes-on')}</p>
    </div>
  )
}

/** Asked anew for other days; an answer for days that were left counts for nothing. */
function useExportSize(room: RoomId, days: ExportDays | undefined, isOnline: boolean): Measured {
  const [size, setSize] = useState<Measured>('asking')
  const { after, before } = days ?? {}
  const isWanted = days !== undefined && isOnline
  useEffect(() => {
    if (!isWanted) return
    let isOver = false
    setSize('asking')
    const wanted = { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) }
    void measureExport(room, wanted).then((measured) => {
      if (!isOver) setSize(measured.ok ? measured.value : 'unknown')
    })
    return () => {
      isOver = true
    }
  }, [room, after, before, isWanted])
  return isWanted ? size : 'unknown'
}

function filesWords(say: Words, size: Measured): string {
  if (size === 'asking') return say('export.files-measuring')
  if (size === 'unknown') return say('export.files-unknown')
  return say('export.files-size', { count: size.files, size: sizeWords(size.bytes, say.locale) })
}

type Standing = { readonly isOnline: boolean; readonly isOther: boolean; readonly isUnderWay: boolean }

function whyNot(say: Words, { isOnline, isOther, isUnderWay }: Standing): string | undefined {
  if (isUnderWay) return undefined
  if (!isOnline) return say('export.offline')
  return isOther ? say('export.other') : undefined
}

function problemWords(say: Words, error: AppError | undefined): string | undefined {
  if (error === undefined) return undefined
  if (error.code === 'network-unreachable') return say('export.broken')
  if (error.code === 'busy') return say('export.other')
  if (error.code === 'rate-limited' && error.retryAfterMs !== undefined) {
    return say('export.too-often', { minutes: Math.max(1, Math.ceil(error.retryAfterMs / 60_000)) })
  }
  return errorWords(say, error)
}

/** Browsers and systems clean it further. */
function fileName(title: string, format: ExportFormat): string {
  const clean = title.replace(/[\p{Cc}\p{Cf}/\\<>:"|?*]/gu, '_').slice(0, 60)
  return `${clean} ${new Date().toISOString().slice(0, 10)} ${format}.zip`
}
