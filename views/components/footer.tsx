import type { Shell } from "../shell.ts";
import { shopperName } from "./header.tsx";

export function Footer({ shell }: { shell: Shell }) {
  return (
    <footer class="footer">
      <div class="wrap footer-row">
        <a href="/how-it-works">How the ranking works</a>
        <a href="/privacy">Your data</a>
        <a href="/privacy#personal">Turn personal picks off</a>
        {shell.site.development
          ? (
            <span class="footer-shopper">
              Shopping as {shopperName(shell)} · <a href="/shop-as">Shop as</a>
            </span>
          )
          : null}
        <span class="footer-end">Test shop, nothing is shipped</span>
      </div>
    </footer>
  );
}
