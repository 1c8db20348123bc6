import type { Reason } from "../../types.ts";
import { productPath } from "../links.ts";
import type { Shell } from "../shell.ts";
import { merchantText } from "./merchant.tsx";

type Because = Extract<Reason, { kind: "because" }>;

/** Shares below this part of the strongest one would name a product that hardly mattered. */
const worthNaming = 0.25;

/** The one or two products of the history that count most, never the product itself: that would explain nothing. */
function namedReasons(reasons: readonly Reason[], productId: number): readonly Because[] {
  const because = reasons.filter((reason): reason is Because =>
    reason.kind === "because" && reason.productId !== productId && reason.share > 0
  );
  const strongest = because[0]?.share ?? 0;
  return because.filter(({ share }) => share >= strongest * worthNaming).slice(0, 2);
}

interface Props {
  readonly shell: Shell;
  readonly reasons: readonly Reason[];
  readonly productId: number;
}

/** "Because you bought Gooseneck Kettle and viewed Burr Grinder", or what else brought the product here. */
export function ReasonLine({ shell, reasons, productId }: Props) {
  const words = shell.words.personal.reason;
  const named = namedReasons(reasons, productId);
  if (named.length > 0) {
    const acts = named.map((one) => ({
      type: one.interactionType,
      name: <strong>{merchantText(shell, one.productName)}</strong>,
    }));
    return <p class="reason">{words.because(acts)}</p>;
  }
  if (reasons.some(({ kind }) => kind === "because")) return <p class="reason">{words.before}</p>;
  const other = reasons.find((reason): reason is Exclude<Reason, Because> => reason.kind !== "because");
  return other ? <p class="reason">{words[other.kind]}</p> : null;
}

/** On the product page: which products spoke for it, with links to them, and the way to have them forgotten. */
export function ReasonPanel({ shell, reasons, productId }: Props) {
  if (shell.forgotten) {
    return (
      <ForgottenPanel
        shell={shell}
        names={shell.forgotten.map(({ name }) => name)}
      />
    );
  }
  const named = namedReasons(reasons, productId);
  if (named.length === 0) return null;
  const { dismiss, reason: words } = shell.words.personal;
  const acts = named.map((one) => ({
    type: one.interactionType,
    name: (
      <a class="named" href={productPath({ id: one.productId })}>
        {merchantText(shell, one.productName)}
      </a>
    ),
  }));
  return (
    <section id="why" class="why" aria-labelledby="why-title">
      <h2 id="why-title">{words.why}</h2>
      <p>{words.whyText(acts)}</p>
      <div class="why-actions">
        <form
          method="post"
          action="/forget"
          hx-post="/forget"
          hx-target="#why"
          hx-swap="outerHTML"
          hx-sync="drop"
        >
          {named.map((one) => (
            <input
              key={one.productId}
              type="hidden"
              name="product"
              value={one.productId}
            />
          ))}
          <input type="hidden" name="to" value={shell.here} />
          <button type="submit" class="quiet">
            {named.length === 1 ? words.forgetOne : words.forgetTwo}
          </button>
        </form>
        <form method="post" action="/not-interested">
          <input type="hidden" name="product" value={productId} />
          <input type="hidden" name="to" value={shell.here} />
          <button type="submit" class="quiet">{dismiss.button}</button>
        </form>
      </div>
    </section>
  );
}

/** Stands where the panel was. The keyboard goes to it. */
export function ForgottenPanel({ shell, names }: { shell: Shell; names: readonly string[] }) {
  const words = shell.words.personal.reason;
  return (
    <div id="why" class="why" role="status" tabindex={-1} autofocus>
      <p class="hidden-title">{words.forgotten}</p>
      <p>
        {words.forgottenText(
          names.map((name) => merchantText(shell, name)),
        )}
      </p>
    </div>
  );
}
