import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { FileId } from '../../../common/ids.ts'
import type { ForwardSource } from '../../engine-command.ts'
import { Button } from '../look/buttons/Button.tsx'
import { ChosenChip } from '../look/fields/ChosenChip.tsx'
import { Field } from '../look/fields/Field.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { Switch } from '../look/fields/Switch.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { useOptionKeys } from '../look/keys/use-option-keys.ts'
import { Modal, ModalActions } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import styles from './ForwardDialog.module.css'
import { ForwardPreview } from './ForwardPreview.tsx'
import { type ForwardTarget, findTargets, mostTargets } from './forward-targets.ts'
import { TargetRow } from './TargetRow.tsx'
import { useForwarding } from './use-forwarding.ts'

type ForwardDialogProps = {
  readonly source: ForwardSource
  /** Of its files the one that was looked at: where there are others, it is asked whether they go along. */
  readonly picture?: FileId | undefined
  readonly onClose: () => void
}

/** Where a message goes, and how. The keys of the list are the box's; Enter in the line of words sends. */
export function ForwardDialog({ source: whole, picture, onClose }: ForwardDialogProps) {
  const say = useWords()
  const rooms = useRooms()
  const users = useUsers()
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<readonly ForwardTarget[]>([])
  const [withAuthor, setWithAuthor] = useState(true)
  const [files, setFiles] = useState<'all' | 'picture'>('all')
  // Its words stay with it: under the name of who wrote them none can be left out.
  const source =
    files === 'all' ? whole : { ...whole, attachments: whole.attachments.filter(({ file }) => file === picture) }
  const [comment, setComment] = useState('')
  const [note, setNote] = useState<string>()
  const found = useMemo(() => findTargets(say, typed, { rooms, users }, Date.now()), [say, typed, rooms, users])
  const { send, isSending, problem } = useForwarding((count) => {
    sayDone(say('forward.done', { count }))
    onClose()
  })
  const isChosen = ({ room }: ForwardTarget) => chosen.some((one) => one.room.id === room.id)
  const takeOff = (target: ForwardTarget) => setChosen(chosen.filter(({ room }) => room.id !== target.room.id))
  const toggle = (target: ForwardTarget) => {
    setNote(undefined)
    if (isChosen(target)) return takeOff(target)
    if (target.silence !== undefined) return
    if (chosen.length >= mostTargets) return setNote(say('forward.no-more', { count: mostTargets }))
    setChosen([...chosen, target])
    setTyped('')
    box.current?.focus()
  }
  const { active, setActive, onKeyDown } = useOptionKeys({ options: found, asked: typed, onChoose: toggle })
  const go = () => {
    if (isSending) return
    if (chosen.length > 0) return void send({ source, targets: chosen, withAuthor, comment }).then(setChosen)
    setNote(say('forward.choose-first'))
    box.current?.focus()
  }
  const goByKey = (event: KeyboardEvent) => {
    if (isComposing(event) || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    go()
  }
  const last = chosen.at(-1)
  return (
    <Modal title={say('forward.title')} onClose={onClose} initialFocus={box} wide>
      <form
        className="stack"
        onKeyDownCapture={goByKey}
        onSubmit={(event) => {
          event.preventDefault()
          go()
        }}
      >
        <div className={styles.where}>
          {chosen.length > 0 && (
            <ul className={styles.chips} aria-label={say('forward.targets')}>
              {chosen.map((target) => (
                <ChosenChip
                  key={target.room.id}
                  name={target.title}
                  onTakeOff={() => {
                    takeOff(target)
                    box.current?.focus()
                  }}
                />
              ))}
            </ul>
          )}
          <SearchBox
            ref={box}
            label={say('forward.find')}
            role="combobox"
            aria-expanded={found.length > 0}
            aria-controls="forward-targets"
            aria-activedescendant={found.length > 0 ? `forward-target-${active}` : undefined}
            aria-describedby="forward-note"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setNote(undefined)
            }}
            onKeyDown={(event) => {
              if (onKeyDown(event)) return
              if (event.key === 'Enter') event.preventDefault()
              if (event.key === 'Backspace' && typed === '' && last !== undefined) takeOff(last)
            }}
          />
          <p id="forward-note" className="hint" role="status">
            {note ?? say('forward.most', { count: mostTargets })}
          </p>
          <div
            id="forward-targets"
            className={styles.list}
            role="listbox"
            aria-multiselectable="true"
            aria-label={say('rooms.rooms-and-people')}
          >
            {found.map((target, index) => (
              <TargetRow
                key={target.room.id}
                id={`forward-target-${index}`}
                target={target}
                isActive={index === active}
                isChosen={isChosen(target)}
                onPoint={() => setActive(index)}
                onChoose={() => toggle(target)}
              />
            ))}
          </div>
          {found.length === 0 && <p role="status">{say('rooms.none-found')}</p>}
        </div>
        <div className={styles.author}>
          <b>{say('forward.show-author')}</b>
          <Switch label={say('forward.show-author')} isOn={withAuthor} onChange={setWithAuthor} />
          <p className="hint">
            {withAuthor
              ? say('forward.author-means', { name: nameOf(say, users, source.forwarded?.author ?? source.author) })
              : say('forward.own-means')}
          </p>
        </div>
        {picture !== undefined && whole.attachments.length > 1 && (
          <div className={styles.files}>
            <b>{say('forward.files')}</b>
            <Segmented
              label={say('forward.files')}
              value={files}
              choices={[
                { value: 'all', name: say('forward.all-files', { count: whole.attachments.length }) },
                { value: 'picture', name: say('forward.only-picture') },
              ]}
              onChoose={setFiles}
            />
          </div>
        )}
        <ForwardPreview source={source} withAuthor={withAuthor} />
        <Field
          label={say('forward.comment')}
          autoComplete="off"
          dir="auto"
          maxLength={4_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
        <ModalActions problem={problem}>
          <Button look="quiet" onClick={onClose}>
            {say('look.cancel')}
          </Button>
          <Button type="submit" disabled={isSending}>
            {say('forward.send')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  )
}
