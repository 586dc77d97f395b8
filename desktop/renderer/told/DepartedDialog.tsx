import { useCallback } from 'react'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { errorWords } from '../../words/error-words.ts'
import { loadErasure } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { CopyButton } from '../look/buttons/CopyButton.tsx'
import { CopyLine } from '../look/fields/CopyLine.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useAgainWhile } from '../look/states/use-again-while.ts'
import { useLoaded } from '../look/states/use-loaded.ts'
import { forgetDeparted } from '../state/departed.ts'
import { useWords } from '../state/language-choice.ts'
import { serverAddress } from '../state/server-address.ts'
import { ErasureParts } from './ErasureParts.tsx'

const askedAgainMs = 3_000

/** To whoever has deleted their account: what went with it, and where that is read later. It is told this once. */
export function DepartedDialog({ receipt }: { readonly receipt: string }) {
  const say = useWords()
  const loaded = useLoaded(useCallback(() => loadErasure(receipt), [receipt]))
  const { value: report, again } = loaded
  const isUnderWay = report?.state === 'under-way'
  useAgainWhile(isUnderWay, again, askedAgainMs)
  const address = serverAddress() + apiPaths.erasure(receipt)
  return (
    <Modal title={say('depart.done')} onClose={forgetDeparted} wide>
      <ModalWords>{say('depart.report-means')}</ModalWords>
      <CopyLine text={address} dir="ltr">
        <CopyButton text={address} look="quiet" />
      </CopyLine>
      {isUnderWay && <ModalWords>{say('erasures.under-way-means')}</ModalWords>}
      <Problem words={loaded.error === undefined ? undefined : errorWords(say, loaded.error)}>
        <Button look="word" onClick={again}>
          {say('look.try-again')}
        </Button>
      </Problem>
      {report === undefined ? (
        loaded.isLoading && <RowsSkeleton label={say('depart.report-loading')} />
      ) : (
        <ErasureParts report={report} />
      )}
      <ModalActions>
        <Button onClick={forgetDeparted}>{say('look.close')}</Button>
      </ModalActions>
    </Modal>
  )
}
