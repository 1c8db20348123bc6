import type { Shell } from "../shell.ts";

/** In the flow under the header, never over the page. Both answers are equally easy, and neither is yellow. */
export function ConsentBanner({ shell }: { shell: Shell }) {
  const { ask } = shell.words.privacy;
  return (
    <section id="consent" class="consent" aria-labelledby="consent-title">
      <div class="wrap consent-row">
        <div class="consent-text">
          <h2 id="consent-title">{ask.title}</h2>
          <p>{ask.text((words) => <a href="/privacy">{words}</a>)}</p>
          {shell.site.development ? <p>{ask.development}</p> : null}
        </div>
        <ConsentForm here={shell.here} labels={[ask.no, ask.yes]} swapped />
      </div>
    </section>
  );
}

interface FormProps {
  readonly here: string;
  /** For no and for yes. */
  readonly labels: readonly [string, string];
  /** With htmx, the answer takes the banner's place. */
  readonly swapped?: boolean;
  /** What holds now; undefined while nothing was chosen. */
  readonly now?: boolean;
}

/** The same two buttons on the banner and on the privacy page. */
export function ConsentForm({ here, labels, swapped, now }: FormProps) {
  const htmx = swapped
    ? { "hx-post": "/privacy/choice", "hx-target": "#consent", "hx-swap": "outerHTML", "hx-sync": "drop" }
    : {};
  const pressed = (yes: boolean) => now === undefined ? undefined : now === yes ? "true" : "false";
  return (
    <form class="consent-form" method="post" action="/privacy/choice" {...htmx}>
      <input type="hidden" name="to" value={here} />
      <button type="submit" class="button" name="choice" value="no" aria-pressed={pressed(false)}>
        {labels[0]}
      </button>
      <button type="submit" class="button" name="choice" value="yes" aria-pressed={pressed(true)}>
        {labels[1]}
      </button>
    </form>
  );
}

/** What takes the banner's place. */
export function ConsentThanks({ shell, allowed }: { shell: Shell; allowed: boolean }) {
  const { ask } = shell.words.privacy;
  const say = allowed ? ask.thanks : ask.refused;
  return (
    <section id="consent" class="consent" aria-label={ask.answer}>
      <p class="wrap consent-row" role="status" tabindex={-1} autofocus>
        <span>{say((words) => <a href="/privacy">{words}</a>)}</span>
      </p>
    </section>
  );
}
