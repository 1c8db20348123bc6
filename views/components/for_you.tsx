import { chooseWalls } from "../art/choose.ts";
import { withQuery } from "../links.ts";
import type { Picks, Shell, UsedAct } from "../shell.ts";
import { Card } from "./card.tsx";
import { merchantText } from "./merchant.tsx";
import { PicksStatus } from "./picks_status.tsx";
import { Rail } from "./shelf.tsx";

/** Places on the yellow shelf. What comes after them stands on a plain one. */
export const joined = 4;

interface Props {
  readonly shell: Shell;
  readonly picks: Picks;
}

/**
 * The personal picks: on the page, and as the fragment that every action sends along. It is morphed in place, so that
 * the focus stays and the status line, which remains the same element, is read aloud.
 */
export function ForYou({ shell, picks }: Props) {
  const { form, personal, items, known } = picks;
  const rest = items.slice(joined);
  return (
    <section
      id="for-you"
      class={`for-you for-you-${form}`}
      aria-labelledby="for-you-title"
      data-personal={personal ? "true" : "false"}
      data-shopper={known && shell.shopper?.id}
      data-epoch={known?.epoch}
      hx-get={withQuery("/for-you", { to: shell.here })}
      hx-trigger="restored"
      hx-swap="outerMorph"
    >
      {form === "statement"
        ? (
          <>
            <Statement shell={shell} picks={picks} />
            {items.length > 0 ? <JoinedShelf shell={shell} picks={picks} /> : null}
            <Head shell={shell} picks={picks} id="for-you-more" shown={rest.length > 0} />
          </>
        )
        : (
          <>
            <Head shell={shell} picks={picks} id="for-you-title" shown={items.length > 0} />
            {items.length > 0 ? <JoinedShelf shell={shell} picks={picks} /> : null}
          </>
        )}
      {rest.length > 0 ? <Rail shell={shell} place="for-you" items={rest} actions /> : null}
    </section>
  );
}

/** The title of a row of picks with the way to all of them, and under it what has just changed them. */
function Head({ shell, picks, id, shown }: Props & { readonly id: string; readonly shown: boolean }) {
  const words = shell.words.personal.picks;
  return (
    <div class="shelf-head">
      <h2 id={id} tabindex={-1} hidden={!shown}>{words.more}</h2>
      {shown ? <a class="shelf-line" href="/for-you">{words.all(picks.total)}</a> : null}
      <PicksStatus shell={shell} picks={picks} />
    </div>
  );
}

function JoinedShelf({ shell, picks }: Props) {
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
          // Under the statement, which is the page's h1, the cards come next.
          level={picks.form === "statement" ? 2 : 3}
        />
      ))}
    </ul>
  );
}

function Statement({ shell, picks: { personal, off, used } }: Props) {
  const { statement } = shell.words.personal;
  return (
    <div class="statement">
      <h1 id="for-you-title" tabindex={-1}>{personal ? statement.title : statement.everyone}</h1>
      {personal
        ? (
          <p class="lead">
            <UsedActs shell={shell} used={used} /> <a href="/used">{statement.seeUsed}</a>
          </p>
        )
        : off
        ? (
          <p class="lead">
            {statement.off((words) => <a href="/privacy">{words}</a>)}
          </p>
        )
        : (
          <p class="lead">
            {statement.start} <a href="/how-it-works">{shell.words.frame.howItWorks}</a>
          </p>
        )}
    </div>
  );
}

/** "You bought a kettle and liked a lantern. These follow from that." */
export function UsedActs({ shell, used }: { shell: Shell; used: readonly UsedAct[] }) {
  if (used.length === 0) return null;
  const acts = used.map(({ type, product }) => ({
    type,
    name: <mark>{merchantText(shell, product.name)}</mark>,
  }));
  return <>{shell.words.personal.statement.used(acts)}</>;
}
