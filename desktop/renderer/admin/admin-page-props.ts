/** What a page of the console is given: the one thing that it is to show, where its address names one. */
export type AdminPageProps = { readonly of: string | undefined }
