/** Consent, what is recorded, and how the ranking works. */
import type { Rich, Wrap } from "../rich.ts";
import { number, percent } from "./formats.ts";

export const privacy = {
  ask: {
    title: "May this shop learn from what you look at?",
    text: (link: Wrap): Rich => [
      "With your yes, the products you open choose what you are shown first. Without it everyone sees the same shelves, and likes, cart and orders work all the same. ",
      link("What is recorded"),
    ],
    development: "This is the development shop: it learns until you say no.",
    no: "No, thanks",
    yes: "Yes, learn",
    answer: "Your answer",
    thanks: (link: Wrap): Rich => [
      "Thank you. Your picks follow what you open from now on. ",
      link("Change it any time"),
    ],
    refused: (link: Wrap): Rich => ["Nothing you look at is remembered. ", link("Change it any time")],
  },
  page: {
    title: "Your data",
    description: "What this shop records, how it is used, and how to take it with you or delete it.",
    deleted: "Everything about you is deleted.",
    personal: "Personal picks",
    signal:
      "Your browser sends Global Privacy Control, and the shop keeps to it: nothing you look at is remembered, and everyone’s shelves are shown. To change that, switch the signal off for this site.",
    on: "They are on: products you open are remembered and choose what you are shown first.",
    off: "They are off: nothing you look at is remembered, and you see the same shelves as everyone.",
    turnOff: "Turn them off",
    turnOn: "Turn them on",
    recorded: "What is recorded",
    recordedText:
      "Always, because you ask for it: your cart, your orders, what you hide, and your likes, which also count in the lists that everyone sees. Only with your yes: the products you open, that putting into the cart and ordering count in those lists, too, and that any of it chooses your picks. Three cookies: your answer, your language if you choose one, and, from the first act on, a signed number that says which acts are yours. No name, no address, no third party.",
    nothing: "About you, nothing is stored.",
    views: "Products opened",
    likes: "Likes",
    carts: "Put into the cart",
    purchases: "Bought",
    cartLines: "In the cart now",
    orders: "Orders",
    used: "How it is used",
    usedText: (link: Wrap): Rich => [
      "What you did, newest and strongest first, is compared with what all shoppers chose. Products that went together with yours come to the front, and each tells why. It is worked out at the moment you ask; no profile is kept. ",
      link("How the ranking works"),
    ],
    hidden: "What you have hidden",
    hiddenNothing: "Nothing.",
    allOf: (category: string) => `All of ${category}`,
    show: "Show again",
    showWhat: (name: string) => `Show again: ${name}`,
    take: "Take it with you, or delete it",
    takeText:
      "The file holds everything that is stored about you. Deleting removes all of it at once, orders too.",
    download: "Download as JSON",
    delete: "Delete everything",
  },
  delete: {
    title: "Delete everything about you?",
    text:
      "Views, likes, what you hid, your cart and your orders are removed at once, and this browser is somebody new. It cannot be undone. What the models learnt is about products alone, and is learnt anew without you at the next training.",
    keep: "Keep it",
  },
  how: {
    title: "How the ranking works",
    description: "What is recorded, how it becomes an order of products, and what “because” means.",
    lead: "Your picks follow from what you do in this shop, and from nothing else.",
    recordedText: (link: Wrap): Rich => [
      "Only with your yes: the product pages you open, what you put into the cart and what you order. Always, because you ask for it: what you like; it counts in the lists that everyone sees, and for your own picks only with your yes. A cookie that only this shop can read says which of these acts are yours. It holds a number, no name, and is set with the first act, not before. ",
      link("Your data"),
    ],
    acts: "How acts become picks",
    weights: (of: Readonly<Record<"view" | "like" | "cart" | "purchase", number>>) =>
      `A view counts ${number(of.view)}, a like ${number(of.like)}, an add to the cart ${
        number(of.cart)
      } and an order ${number(of.purchase)}.`,
    weightsUnknown:
      "An order counts more than an add to the cart, that more than a like, and that more than a view.",
    /** `halfLifeDays`: null where nothing fades. */
    fading: (halfLifeDays: number | null) =>
      halfLifeDays === null
        ? "Old acts count as much as new ones."
        : `All of them fade: after ${
          halfLifeDays >= 2
            ? `${Math.round(halfLifeDays)} days`
            : `${Math.max(1, Math.round(halfLifeDays * 24))} hours`
        } an act counts half. The models soften these numbers, so that one order does not drown out ten views.`,
    models:
      "Models learned from all shoppers which products tend to be chosen by the same people. For each product they ask how well it fits your acts, and their answers are added with fixed weights. What you have bought is left out, and the shelf shows what you have not opened yet before what you have.",
    repeats: (share: number) =>
      `People come back to this shop for the same things: of what returning shoppers buy, ${
        percent(share)
      } is something they had bought before. So “Buy again” offers what you bought yourself: first what you bought on more days, and what fits your acts better.`,
    model: (of: { readonly version: number; readonly users: number; readonly interactions: number }) =>
      `The models now in use, version ${of.version}, learned from ${number(of.interactions)} acts of ${
        number(of.users)
      } shoppers.`,
    modelNone: "No models have been trained yet, so everyone sees the same shelves.",
    because: "What “because” means",
    becauseText:
      "The fit of a product is a sum with one part for each product of your history. The line under a pick names the biggest parts. It is not a guess made afterwards: without those acts, the number would be smaller by exactly that part.",
    everyone: "What is the same for everyone",
    everyoneText:
      "“Popular”, “Similar” and “Often bought together” do not depend on you. Search goes by the words first and by your taste second. Nobody pays for a place, and no price moves a product up.",
  },
};
