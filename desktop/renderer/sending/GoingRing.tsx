import type { FileId } from '../../../common/ids.ts'
import { useTransfer } from '../state/transfer-selectors.ts'
import styles from './GoingRing.module.css'
import { ProgressRing } from './ProgressRing.tsx'

/** Over a picture of a message that is on its way; the line under the message says the same in words, and what can be done. */
export function GoingRing({ file }: { readonly file: FileId }) {
  const transfer = useTransfer(file)
  if (transfer === undefined || transfer.state === 'whole' || transfer.state === 'stuck') return null
  return (
    <span className={styles.over} aria-hidden="true">
      <ProgressRing transfer={transfer} />
    </span>
  )
}
