import { useCallback, useEffect, useState } from 'react'
import type { KeptSize } from '../../engine-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { clearKept, measureKept } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoomRow, useRoomTitle } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { OptionRow } from './OptionRow.tsx'

/** What lies on this device of each room, and away with it: it comes again when somebody looks. */
export function StorageSettings() {
  const say = useWords()
  const [sizes, setSizes] = useState<readonly KeptSize[]>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const load = useCallback(async () => {
    const measured = await measureKept()
    setProblem(measured.ok ? undefined : errorWords(say, measured.error))
    if (measured.ok) setSizes(measured.value.toSorted((one, other) => other.bytes - one.bytes))
  }, [say])
  useEffect(() => void load(), [load])
  const clear = async (size: KeptSize | undefined, done: string) => {
    setIsBusy(true)
    const cleared = await clearKept(size?.room)
    await load()
    setIsBusy(false)
    if (cleared.ok) sayDone(done)
    else setProblem(errorWords(say, cleared.error))
  }
  const totalBytes = (sizes ?? []).reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <>
      <Problem words={problem} />
      <OptionRow
        title={sizes === undefined ? say('settings.measuring') : sizeWords(totalBytes, say.locale)}
        words={say('settings.kept-means')}
      >
        <Button
          look="danger-word"
          size="small"
          disabled={isBusy || totalBytes === 0}
          onClick={() => void clear(undefined, say('settings.all-cleared'))}
        >
          {say('settings.clear-all')}
        </Button>
      </OptionRow>
      {sizes?.map((size) => (
        <RoomSize key={size.room} size={size} isBusy={isBusy} onClear={(done) => void clear(size, done)} />
      ))}
    </>
  )
}

type RoomSizeProps = {
  readonly size: KeptSize
  readonly isBusy: boolean
  readonly onClear: (done: string) => void
}

function RoomSize({ size: { room, ...size }, ...rest }: RoomSizeProps) {
  const row = useRoomRow(room)
  return row === undefined ? null : <KeptRoomRow row={row} {...size} {...rest} />
}

type KeptRoomRowProps = Omit<RoomSizeProps, 'size'> &
  Omit<KeptSize, 'room'> & { readonly row: NonNullable<ReturnType<typeof useRoomRow>> }

function KeptRoomRow({ row, messages, bytes, isBusy, onClear }: KeptRoomRowProps) {
  const say = useWords()
  const name = useRoomTitle(row)
  return (
    <OptionRow
      title={<bdi>{name}</bdi>}
      words={say('settings.kept-size', { count: messages, size: sizeWords(bytes, say.locale) })}
    >
      <Button
        look="word"
        size="small"
        disabled={isBusy}
        aria-label={say('settings.clear-room', { room: name })}
        onClick={() => onClear(say('settings.room-cleared', { room: name }))}
      >
        {say('settings.clear')}
      </Button>
    </OptionRow>
  )
}
