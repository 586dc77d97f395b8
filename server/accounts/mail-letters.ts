/** What this server writes to people. Nothing in it comes from anybody but the server and the person themselves. */
export type Letter = { readonly subject: string; readonly text: string }
export type LetterPlace = { readonly serverName: string; readonly publicUrl: string }

const foot = ({ serverName, publicUrl }: LetterPlace) => `\n\n-- \n${serverName}, ${publicUrl}\n`

export function buildResetLetter(place: LetterPlace, handle: string, code: string): Letter {
  return {
    subject: `A new password for @${handle}`,
    text:
      `Somebody, most likely you, asked for a new password for @${handle}.\n\nThe code is\n\n    ${code}\n\n` +
      'It is good for an hour, and once. With it you choose a new password, and every device of yours is signed out.\n\n' +
      `If it was not you, nothing has changed and there is nothing to do.${foot(place)}`,
  }
}

export function buildProofLetter(place: LetterPlace, handle: string, code: string): Letter {
  return {
    subject: `Confirm this address for @${handle}`,
    text:
      `This address is to belong to @${handle}. To confirm it, enter this code in your profile:\n\n    ${code}\n\n` +
      `It is good for an hour, and once. If it was not you, leave it: without the code nothing happens.${foot(place)}`,
  }
}

/** To whoever has the address already: whoever typed it is told nothing. */
export function buildTakenLetter(place: LetterPlace, handle: string): Letter {
  return {
    subject: `This address belongs to @${handle}`,
    text:
      `Somebody wanted to use this address for an account. It belongs to your account @${handle} already, so nothing was ` +
      `changed.\n\nIf that was you and you do not know your password any more, ask for a new one where you sign in.${foot(place)}`,
  }
}

export function buildMovedLetter(place: LetterPlace, handle: string): Letter {
  return {
    subject: `Another address for @${handle}`,
    text:
      `The address of @${handle} was changed, so this one no longer signs in and gets no new passwords.\n\n` +
      `If it was not you, tell an administrator of the server at once.${foot(place)}`,
  }
}

export function buildReplacedLetter(place: LetterPlace, handle: string): Letter {
  return {
    subject: `The password of @${handle} is a new one`,
    text:
      `The password of @${handle} was replaced with a code, and every device was signed out.\n\n` +
      `If it was not you, tell an administrator of the server at once.${foot(place)}`,
  }
}
