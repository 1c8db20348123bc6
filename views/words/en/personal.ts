/** Picks and their reasons, what was looked at, liked, hidden, forgotten. */
import type { InteractionType } from "../../../types.ts";
import { type Act, join, sayActs, type Times } from "../acts.ts";
import type { Part, Rich, Wrap } from "../rich.ts";
import { day, number, percent } from "./formats.ts";

const and = " and ";

function did(acts: readonly Act[], viewed: string): Rich {
  const verbs: Record<InteractionType, string> = {
    view: `${viewed} `,
    like: "liked ",
    cart: "added ",
    purchase: "bought ",
  };
  return sayActs(
    acts,
    and,
    (type, names) => [verbs[type], ...names, ...(type === "cart" ? [" to your cart"] : [])],
  );
}

function often(count: number): string {
  return count === 1 ? "" : count === 2 ? " twice" : ` ${number(count)} times`;
}

const turnOn = "Turn them on";

export const personal = {
  statement: {
    title: "Picked from what you did, and nothing else.",
    used: (acts: readonly Act[]): Rich => ["You ", ...did(acts, "looked at"), ". These follow from that."],
    seeUsed: "See everything we used",
    everyone: "Popular now, the same for everyone.",
    start: "Open a few things you like, and this page starts to follow you.",
    off: (link: Wrap): Rich => ["Personal picks are off. ", link(turnOn)],
  },
  picks: {
    more: "More for you",
    all: (count: number) => `All ${number(count)} picks`,
    updated: (act: Act): Rich => ["Updated just now, after you ", ...did([act], "looked at"), "."],
    undoWhat: {
      view: (name: string) => `Undo: you looked at ${name}`,
      like: (name: string) => `Undo: you liked ${name}`,
    },
    undone: {
      view: (name: Part): Rich => ["Undone. That you looked at ", name, " is forgotten."],
      like: (name: Part): Rich => ["Undone. ", name, " is no longer liked."],
    },
  },
  feed: {
    title: "For you",
    description: "Everything that was picked for you, and why.",
    count: (count: number) => count === 1 ? "1 pick" : `${number(count)} picks`,
    everyoneLine: "This list is the same for everyone.",
    start: "Open a few things you like, and your own picks stand here instead.",
  },
  shelves: {
    again: "Buy again",
    againLine: "What you bought before",
    recent: "Where you left off",
    recentMore: "All you looked at",
    popular: "Popular now",
    popularLine: "The same for everyone",
    rising: "Rising this week",
    risingLine: "More looked at and bought than in the weeks before, by everyone",
    newest: "New in the shop",
    newestLine: "By the day they came",
    doors: "Browse the aisles",
    empty: "The shelves are empty",
    emptyLine: "There are no products here yet.",
  },
  reason: {
    because: (acts: readonly Act[]): Rich => ["Because you ", ...did(acts, "viewed")],
    before: "You looked at it before",
    popular: "Popular with other shoppers",
    trending: "Rising this week",
    new: "New in the shop",
    why: "Why it is among your picks",
    whyText: (acts: readonly Act[]): Rich => [
      "You ",
      ...did(acts, "viewed"),
      ". Others who did the same were drawn to this one, too.",
    ],
    forgetOne: "Forget this one",
    forgetTwo: "Forget these two",
    forgotten: "Forgotten",
    forgottenText: (names: readonly Part[]): Rich => [
      ...join(names.map((name) => [name]), and),
      names.length === 1 ? " no longer counts" : " no longer count",
      " for your picks. A like is taken back, too; orders and cart stay as they are.",
    ],
  },
  dismiss: {
    button: "Not interested",
    buttonFor: (name: string) => `Not interested in ${name}`,
    hidden: "Hidden",
    hiddenOne: (name: Part): Rich => [name, " will not be picked for you any more."],
    hiddenAll: (category: Part): Rich => ["Nothing of ", category, " will be picked for you any more."],
    undoOne: (name: string) => `Undo: ${name}`,
    undoAll: (category: string) => `Undo: all of ${category}`,
    hideAll: (category: Part): Rich => ["Hide all ", category],
  },
  recent: {
    title: "Recently viewed",
    clear: "Clear all",
    removed: (name: Part): Rich => [name, " is removed."],
    cleared: "All of it is removed.",
    empty: "Nothing viewed yet",
    emptyLine:
      "What you look at stands here until you remove it. Then it no longer counts for your picks either.",
  },
  liked: {
    title: "Liked",
    line: "Press a heart again to take the like back.",
    empty: "Nothing liked yet",
    emptyLine: "Press the heart on anything that pleases you. It waits here.",
  },
  used: {
    title: "Everything we used",
    description: "Everything that your picks follow from, how much it counts, and how to have it forgotten.",
    lead: (link: Wrap): Rich => [
      "Your picks follow from these, and from nothing else. A bar shows how much of all that counts now comes from one product: buying weighs more than looking, and everything fades. How much it mattered for a single pick differs from pick to pick. ",
      link("How the ranking works"),
    ],
    off: (link: Wrap): Rich => [
      "Personal picks are off, so nothing of this is used. It is stored until you forget it. ",
      link(turnOn),
    ],
    done: (times: Times) => {
      const said = [
        times.view > 0 ? `viewed${often(times.view)}` : "",
        times.like > 0 ? "liked" : "",
        times.cart > 0 ? `put into the cart${often(times.cart)}` : "",
        times.purchase > 0 ? `bought${often(times.purchase)}` : "",
      ].filter((one) => one !== "").join(", ");
      return said.charAt(0).toUpperCase() + said.slice(1);
    },
    last: (at: number) => `Last on ${day(at)}`,
    share: (share: number) => `${share < 0.01 ? "Under 1%" : percent(share)} of what counts now`,
    unknown: "Counts from the next training on",
    forget: "Forget",
    forgetWhat: (name: string) => `Forget ${name}`,
    forgot: (name: Part): Rich => [name, " is forgotten. Orders and cart stay as they are."],
    forgotAll: "Everything you did is forgotten.",
    all: "Forget everything",
    allTitle: "Forget everything you did?",
    allText:
      "What you looked at and liked is removed at once, and what you put into the cart or bought no longer counts for your picks. Your orders, your cart and what you have hidden stay. It cannot be undone.",
    keep: "Keep it",
    empty: "Nothing so far",
    emptyLine: "What you look at, like, put into the cart and buy stands here once it counts for your picks.",
  },
};
