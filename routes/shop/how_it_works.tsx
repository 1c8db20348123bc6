/** What the shop does with what it records, with the numbers that are in force. */
import { Hono } from "hono";
import { HowItWorksPage } from "../../views/pages/how_it_works.tsx";
import { answerPage, hereOf } from "./answer.tsx";
import { readVisit, type Shop, toShell } from "./visit.ts";

export function createHowItWorks(shop: Shop): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/how-it-works", async (c) => {
    const model = shop.services.models.ranker?.model;
    return answerPage(
      c,
      <HowItWorksPage
        shell={toShell(shop, await readVisit(shop, c), hereOf(c))}
        weights={model?.settings.weights ?? null}
        decayPerDay={model?.settings.decayPerDay ?? null}
        model={model
          ? { version: model.version, users: model.users, interactions: model.interactions }
          : null}
        repeatShare={shop.services.buyAgain.share}
      />,
    );
  });
  return routes;
}
