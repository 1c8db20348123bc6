import type { Shell } from "../shell.ts";
import { shopperName } from "./header.tsx";

export function Footer({ shell }: { shell: Shell }) {
  const { frame } = shell.words;
  return (
    <footer class="footer">
      <div class="wrap footer-row">
        <a href="/how-it-works">{frame.howItWorks}</a>
        <a href="/privacy">{frame.yourData}</a>
        <a href="/privacy#personal">{frame.picksOff}</a>
        {shell.site.development
          ? (
            <span class="footer-shopper">
              Shopping as {shopperName(shell)} · <a href="/shop-as">Shop as</a>
            </span>
          )
          : null}
        <LanguageForm shell={shell} />
        <span class="footer-end">{frame.test}</span>
      </div>
    </footer>
  );
}

function LanguageForm({ shell: { site, words, here } }: { shell: Shell }) {
  return (
    <form class="languages" method="post" action="/language" aria-label={words.frame.language}>
      <input type="hidden" name="to" value={here} />
      {site.locales.map(({ tag, name }) => (
        <button
          type="submit"
          class="quiet"
          name="language"
          value={tag}
          lang={tag}
          aria-pressed={tag === site.locale.tag ? "true" : "false"}
        >
          {name}
        </button>
      ))}
    </form>
  );
}
