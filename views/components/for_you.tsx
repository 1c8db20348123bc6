import { chooseWalls } from "../art/choose.ts";
import { withQuery } from "../links.ts";
import type { Picks, Shell, UsedAct } from "../shell.ts";
import { Card } from "./card.tsx";
import { Rail } from "./shelf.tsx";

/** Places on the yellow shelf. What comes after them stands on a plain one. */
export const joined = 4;

/**
 * The personal picks: on the page, and as the fragment that every action sends along. It is morphed in place, so that
 * the focus stays and the status line, which remains the same element, is read aloud.
 */
export function ForYou({ shell, picks }: { shell: Shell; picks: Picks }) {
  const { form, personal, items, used, known, note } = picks;
  const shown = personal ? items : [];
  return (
    <section
      id="for-you"
      class={`for-you for-you-${form}`}
      aria-labelledby="for-you-title"
      data-personal={personal ? "true" : "false"}
      data-shopper={known && shell.shopper?.id}
      data-epoch={known?.epoch}
      data-model={known?.modelVersion ?? undefined}
      hx-get={withQuery("/for-you", { to: shell.here })}
      hx-trigger="restored"
      hx-swap="outerMorph"
    >
      {form === "statement"
        ? <Statement personal={personal} used={used} />
        : <h2 id="for-you-title" tabindex={-1} hidden={shown.length === 0}>More for you</h2>}
      <p id="for-you-status" class="status" role="status">{note ?? ""}</p>
      {shown.length > 0 ? <JoinedShelf shell={shell} picks={picks} /> : null}
      {shown.length > joined
        ? <Rail shell={shell} place="for-you" items={shown.slice(joined)} actions level={levelOf(form)} />
        : null}
    </section>
  );
}

/** Under the statement, which is the page's h1, the cards come next. */
export function levelOf(form: Picks["form"]): 2 | 3 {
  return form === "statement" ? 2 : 3;
}

function JoinedShelf({ shell, picks }: { shell: Shell; picks: Picks }) {
  const items = picks.items.slice(0, joined);
  const walls = chooseWalls(items.map(({ product }) => product), joined);
  return (
    <ul class="joined" role="list">
      {items.map(({ product, reasons }, i) => (
        <Card
          shell={shell}
          product={product}
          wall={walls[i]!}
          place="for-you"
          reasons={reasons}
          actions
          ticket
          eager={picks.form === "statement"}
          first={picks.form === "statement" && i === 0}
          level={levelOf(picks.form)}
        />
      ))}
    </ul>
  );
}

function Statement({ personal, used }: { personal: boolean; used: readonly UsedAct[] }) {
  if (!personal) {
    return (
      <div class="statement">
        <h1 id="for-you-title" tabindex={-1}>Popular this week, the same for everyone.</h1>
        <p class="lead">
          Open a few things you like, and this page starts to follow you.{" "}
          <a href="/how-it-works">How the ranking works</a>
        </p>
      </div>
    );
  }
  return (
    <div class="statement">
      <h1 id="for-you-title" tabindex={-1}>Picked from what you did, and nothing else.</h1>
      {used.length > 0
        ? (
          <p class="lead">
            You {used.map(({ verb, product }, i) => (
              <>
                {i === 0 ? "" : i === used.length - 1 ? " and " : ", "}
                {verb} <mark>{product.name}</mark>
              </>
            ))}. These follow from that. <a href="/how-it-works">How the ranking works</a>
          </p>
        )
        : null}
    </div>
  );
}
