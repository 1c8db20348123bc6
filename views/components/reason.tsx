import type { InteractionType, Reason } from "../../types.ts";
import { productPath } from "../links.ts";

type Because = Extract<Reason, { kind: "because" }>;

const verbs: Record<InteractionType, string> = {
  view: "viewed",
  like: "liked",
  cart: "added",
  purchase: "bought",
};

/** Shares below this part of the strongest one would name a product that hardly mattered. */
const worthNaming = 0.25;

/** The one or two products of the history that count most, never the product itself: that would explain nothing. */
export function namedReasons(reasons: readonly Reason[], productId: number): readonly Because[] {
  const because = reasons.filter((reason): reason is Because =>
    reason.kind === "because" && reason.productId !== productId && reason.share > 0
  );
  const strongest = because[0]?.share ?? 0;
  return because.filter(({ share }) => share >= strongest * worthNaming).slice(0, 2);
}

/** "Because you bought Gooseneck Kettle and viewed Burr Grinder", or what else brought the product here. */
export function ReasonLine({ reasons, productId }: { reasons: readonly Reason[]; productId: number }) {
  const named = namedReasons(reasons, productId);
  if (named.length > 0) {
    return (
      <p class="reason">
        Because you <Acts reasons={named} />
      </p>
    );
  }
  if (reasons.some(({ kind }) => kind === "because")) return <p class="reason">You looked at it before</p>;
  const other = reasons.find((reason): reason is Exclude<Reason, Because> => reason.kind !== "because");
  return other ? <p class="reason">{other.text}</p> : null;
}

interface PanelProps {
  readonly reasons: readonly Reason[];
  readonly productId: number;
  readonly here: string;
}

/** On the product page: which products spoke for it, with links to them. */
export function ReasonPanel({ reasons, productId, here }: PanelProps) {
  const named = namedReasons(reasons, productId);
  if (named.length === 0) return null;
  return (
    <section class="why" aria-labelledby="why-title">
      <h2 id="why-title">Why it is among your picks</h2>
      <p>
        You <Acts reasons={named} linked />. Others with such a history were drawn to this one, too.{" "}
        <a href="/how-it-works">How the ranking works</a>
      </p>
      <form method="post" action="/not-interested">
        <input type="hidden" name="product" value={productId} />
        <input type="hidden" name="to" value={here} />
        <button type="submit" class="quiet">Not interested</button>
      </form>
    </section>
  );
}

function Acts({ reasons, linked = false }: { reasons: readonly Because[]; linked?: boolean }) {
  return reasons.map((reason, i) => {
    const sameVerb = i > 0 && reasons[i - 1]!.interactionType === reason.interactionType;
    // "added A to your cart" needs its end even when the next one shares the verb.
    const shared = reasons[i + 1]?.interactionType === reason.interactionType;
    return (
      <>
        {i > 0 ? " and " : ""}
        {sameVerb ? "" : `${verbs[reason.interactionType]} `}
        {linked
          ? <a class="named" href={productPath({ id: reason.productId })}>{reason.productName}</a>
          : <strong>{reason.productName}</strong>}
        {reason.interactionType === "cart" && !shared ? " to your cart" : ""}
      </>
    );
  });
}
