import type { ArchivedFiles } from '../archiver/archiver-ports.ts'

/** For an archiver of which a test or the bench wants messages alone. */
export const noFiles: ArchivedFiles = { areOwn: () => true, link: async () => {}, settle: async () => {} }
