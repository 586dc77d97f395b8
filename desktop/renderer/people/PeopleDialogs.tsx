import { closePeopleDialogs, usePeopleDialogs } from '../state/people-dialogs.ts'
import { AskContactDialog } from './AskContactDialog.tsx'
import { ReportDialog } from './ReportDialog.tsx'

/** What is asked about somebody, from wherever that was begun. */
export function PeopleDialogs() {
  const { ask, report } = usePeopleDialogs()
  return (
    <>
      {ask !== undefined && <AskContactDialog handle={ask.handle} onClose={closePeopleDialogs} />}
      {report !== undefined && <ReportDialog about={report} onClose={closePeopleDialogs} />}
    </>
  )
}
