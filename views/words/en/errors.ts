/** Error pages: what happened and what to do, by status. */
import { number, plural } from "./formats.ts";

export const errors = {
  400: {
    title: "That could not be read",
    line: "The address or the form was incomplete. Go back and try again.",
  },
  403: { title: "Not allowed", line: "This is not yours to see or change, or another site sent you here." },
  404: {
    title: "This page is not here",
    line: "The address may be mistyped. Search, or start from the home page.",
  },
  405: { title: "That is not done here", line: "This address does not take such a request." },
  409: { title: "That no longer fits", line: "Something changed meanwhile. Load the page again." },
  410: {
    title: "This is gone",
    line: "It was here once and has left the shop for good. Search for something like it.",
  },
  413: { title: "That was too much", line: "The form is larger than this shop reads." },
  429: { title: "A little slower, please", line: "There were too many requests from where you are." },
  500: {
    title: "That went wrong",
    line: "The fault is ours and has been written down. Try again in a moment.",
  },
  503: { title: "Back in a moment", line: "The shop cannot answer just now." },
  retry: (seconds: number) =>
    `Try again in ${number(seconds)} ${plural(seconds, { one: "second", other: "seconds" })}.`,
  request: (id: string) => `Request ${id}`,
  /** Lines that appear when a press came to nothing. */
  unreachable: "That did not work: the shop could not be reached. Try again.",
  failed: "That did not work. Try again in a moment, or load the page anew.",
  gone: "That is no longer here. Load the page anew to see what is.",
};
