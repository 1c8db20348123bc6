/** Turns what the database says about a failed write into the errors that callers tell apart. */
import { ConflictError, InvalidInputError, NotFoundError, UnavailableError } from "../errors.ts";
import { conflictCode } from "./lane.ts";

const unavailable =
  /SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|INTERRUPT)|is locked|disk is full|Unable to open/;

/** `code` is SQLite's extended code where it is known; a remote server may give the base code, so the text counts too. */
export function toWriteError(code: string, message: string): Error {
  if (code === conflictCode) return new ConflictError(`Cannot write: ${message}`);
  const text = `${code} ${message}`;
  if (/FOREIGN ?KEY/i.test(text)) {
    return new NotFoundError("Cannot write: it refers to a user, product or other row that does not exist");
  }
  const unique = /UNIQUE constraint failed: ([\w., ]+)/.exec(message);
  if (unique) return new ConflictError(`Cannot write: another row has this "${unique[1]?.trim()}"`);
  const refused = /(CHECK|NOT NULL) constraint failed: ([\w.]+)/.exec(message);
  if (refused) return new InvalidInputError(`Cannot write: the value breaks the rule "${refused[2]}"`);
  if (unavailable.test(text)) {
    return new UnavailableError("Cannot write: the database is busy or its disk is full", 1, {
      cause: new Error(`${message} (${code})`),
    });
  }
  return new Error(`Cannot write: ${message} (${code})`);
}
