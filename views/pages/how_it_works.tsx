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
  const { how, page } = shell.words.privacy;
  return (
    <Layout shell={shell} title={how.title} description={how.description} canonical="/how-it-works">
      <div class="narrow prose">
        <h1>{how.title}</h1>
        <p class="lead">{how.lead}</p>
        <h2>{page.recorded}</h2>
        <p>{how.recordedText((words) => <a href="/privacy">{words}</a>)}</p>
        <h2>{how.acts}</h2>
        {weights && decayPerDay !== null
          ? <p>{how.weights(weights)} {how.fading(decayPerDay === 0 ? null : Math.log(2) / decayPerDay)}</p>
          : <p>{how.weightsUnknown}</p>}
        <p>{how.models}</p>
        {repeatShare === null ? null : <p>{how.repeats(repeatShare)}</p>}
        <p>{model ? how.model(model) : how.modelNone}</p>
        <h2>{how.because}</h2>
        <p>{how.becauseText}</p>
        <h2>{how.everyone}</h2>
        <p>{how.everyoneText}</p>
      </div>
    </Layout>
  );
}
