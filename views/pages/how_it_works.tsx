import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";

interface Props {
  readonly shell: Shell;
  readonly weights: Readonly<Record<"view" | "like" | "cart" | "purchase", number>> | null;
  readonly decayPerDay: number | null;
  /** Share of purchases that repeat, in [0, 1], where the shop offers them again. */
  readonly repeatShare: number | null;
  readonly model: { readonly version: number; readonly users: number; readonly interactions: number } | null;
}

/** Short and true: what is recorded, how it becomes an order of products, and what the reasons mean. */
export function HowItWorksPage({ shell, weights, decayPerDay, model, repeatShare }: Props) {
  return (
    <Layout
      shell={shell}
      title="How the ranking works"
      description="What Aisle records, how it becomes your picks, with the numbers in force, and how to turn it off."
    >
      <div class="narrow prose">
        <h1>How the ranking works</h1>
        <p class="lead">Your picks follow from what you do in this shop, and from nothing else.</p>
        <h2>What is recorded</h2>
        <p>
          With your yes: opening a product page, liking, adding to the cart and ordering. A cookie that only
          this shop can read says which of these acts are yours. It holds a number, no name, and is set with
          the first act, not before. <a href="/privacy">Your data</a>
        </p>
        <h2>How acts become picks</h2>
        {weights && decayPerDay !== null
          ? (
            <p>
              A view counts {weights.view}, a like {weights.like}, an add to the cart {weights.cart}{" "}
              and an order {weights.purchase}. {fading(decayPerDay)}
            </p>
          )
          : (
            <p>
              An order counts more than an add to the cart, that more than a like, and that more than a view.
            </p>
          )}
        <p>
          Two models learned from all shoppers which products tend to be chosen by the same people. For each
          product they ask how well it fits your acts, and the two answers are added with fixed weights. What
          you have bought is left out, and the shelf shows what you have not opened yet before what you have.
        </p>
        {repeatShare === null ? null : (
          <p>
            People come back to this shop for the same things: of what returning shoppers buy,{" "}
            {Math.round(100 * repeatShare)}% is something they had bought before. So “Buy again” offers what
            you bought yourself: first what you bought on more days, and what fits your acts better.
          </p>
        )}
        {model
          ? (
            <p>
              The models now in use, version {model.version}, learned from{" "}
              {model.interactions.toLocaleString("en")} acts of {model.users.toLocaleString("en")} shoppers.
            </p>
          )
          : <p>No models have been trained yet, so everyone sees the same shelves.</p>}
        <h2>What “because” means</h2>
        <p>
          The fit of a product is a sum with one part for each product of your history. The line under a pick
          names the biggest parts. It is not a guess made afterwards: without those acts, the number would be
          smaller by exactly that part.
        </p>
        <h2>What is the same for everyone</h2>
        <p>
          “Popular”, “Similar” and “Often bought together” do not depend on you. Search goes by the words
          first and by your taste second. Nobody pays for a place, and no price moves a product up.
        </p>
      </div>
    </Layout>
  );
}

function fading(decayPerDay: number): string {
  if (decayPerDay === 0) return "Old acts count as much as new ones.";
  const days = Math.log(2) / decayPerDay;
  const rounded = days >= 2 ? `${Math.round(days)} days` : `${Math.max(1, Math.round(days * 24))} hours`;
  return `All of them fade: after ${rounded} an act counts half. The models soften these numbers, so that one order does not drown out ten views.`;
}
